import { isSameEmail } from '../../kernel/fold-email';
import { isNone } from './members';
import { isPassedOver, patchStepsIn, type PatchStep } from './patch-operations';
import { emailNeverChanges, isSentAddress } from './user-attributes';
import { activeIn, addressesIn, displayNameIn, externalIdIn } from './values';

interface UserChange {
  readonly displayName?: string;
  readonly active?: boolean;
  readonly externalId?: string | null;
}

/** The e-mail may be said again, in whatever way; other addresses a person has are none of ours. */
const keepsEmail = ({ op, attribute, filter, sub = 'value', value }: PatchStep, email: string): boolean => {
  if (op === 'remove') return attribute === 'emails' && sub !== 'value';
  if (attribute === 'username') return typeof value === 'string' && isSameEmail(value, email);
  const addresses = sub === 'value' ? addressesIn(value) : [];
  // A whole list is sent as in a PUT: the address is among them.
  if (op === 'replace' && filter === undefined) return isSentAddress(addresses, email);
  return addresses.every((address) => isSameEmail(address, email));
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
