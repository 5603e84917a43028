import { isSameEmail } from '../../kernel/fold-email';
import { matchesFilter } from './filter-matches';
import { isNone, isObject, memberOf } from './members';
import { isPassedOver, patchStepsIn, takesAll, type PatchStep } from './patch-operations';
import { workAddress } from './resources';
import { emailNeverChanges, isSentAddress } from './user-attributes';
import { activeIn, addressesIn, displayNameIn, externalIdIn } from './values';

interface UserChange {
  readonly displayName?: string;
  readonly active?: boolean;
  readonly externalId?: string | null;
}

/** Whether an operation on `emails` reaches the one address that is kept here, as it is told. */
const reachesEmail = ({ filter }: PatchStep, email: string): boolean =>
  filter === undefined || matchesFilter(workAddress(email), filter, ['emails']);

/** Said to be of another kind: a person has it besides. */
const isBeside = (item: unknown): boolean => {
  if (!isObject(item) || memberOf(item, 'primary') === true) return false;
  const type = memberOf(item, 'type');
  return typeof type === 'string' && type.toLowerCase() !== 'work';
};

const keepsEmails = (step: PatchStep, email: string): boolean => {
  const { op, filter, sub = 'value', value } = step;
  if (sub !== 'value' || !reachesEmail(step, email)) return true;
  const addresses = addressesIn(value);
  if (op === 'remove') {
    if (filter !== undefined || takesAll(step)) return false;
    return !addresses.some((address) => isSameEmail(address, email));
  }
  // A whole list is sent as in a PUT: the address is among them.
  if (op === 'replace' && filter === undefined) return isSentAddress(addresses, email);
  const counted = op === 'add' ? addressesIn([value].flat().filter((item) => !isBeside(item))) : addresses;
  return counted.every((address) => isSameEmail(address, email));
};

/** The e-mail may be said again, in whatever way; other addresses a person has are none of ours. */
const keepsEmail = (step: PatchStep, email: string): boolean => {
  const { op, attribute, value } = step;
  if (attribute === 'emails') return keepsEmails(step, email);
  return op !== 'remove' && typeof value === 'string' && isSameEmail(value, email);
};

const changeBy = (step: PatchStep, email: string): UserChange => {
  const { op, attribute, value } = step;
  const isGone = op === 'remove' || isNone(value);
  switch (attribute) {
    case 'active':
      // Nobody is active without its being said: what takes it away deactivates.
      return { active: op === 'remove' ? false : activeIn(value) };
    case 'displayname':
      return { displayName: isGone ? email : displayNameIn(value) };
    case 'externalid':
      return { externalId: isGone ? null : externalIdIn(value) };
    case 'username':
    case 'emails':
      if (!keepsEmail(step, email)) throw emailNeverChanges();
      return {};
    default:
      return {};
  }
};

/** What a PATCH makes of a person: its operations one after the other. Errors: 400. */
export const userPatchIn = (json: unknown, { email }: { readonly email: string }): UserChange =>
  patchStepsIn(json)
    .filter((step) => !isPassedOver(step))
    .reduce((change: UserChange, step) => ({ ...change, ...changeBy(step, email) }), {});
