import type { Filter } from 'scim2-parse-filter';
import type { GroupChange } from '../../commands/directory/provision-idp-group';
import { attributePath } from './filter-tree';
import { memberIdsIn } from './group-attributes';
import { isNone } from './members';
import { isPassedOver, patchStepsIn, type PatchStep } from './patch-operations';
import { scimInvalid } from './scim-error';
import { displayNameIn, externalIdIn } from './values';

type Members = NonNullable<GroupChange['members']>;

/** `value eq "…"`, or several of them joined by `or`. */
const idsIn = (filter: Filter): readonly string[] => {
  if (filter.op === 'or') return filter.filters.flatMap(idsIn);
  const isId = filter.op === 'eq' && attributePath(filter.attrPath).join('.') === 'value';
  if (isId && typeof filter.compValue === 'string') return [filter.compValue];
  throw scimInvalid('invalidFilter', 'Members are found by value eq "…" alone.');
};

const wanted = ({ op, filter, sub, value }: PatchStep): { readonly ids: readonly string[]; readonly all: boolean } => {
  if (sub !== undefined) throw scimInvalid('mutability', 'Who is in a group is added and removed, not changed.');
  if (filter === undefined) return { ids: memberIdsIn(value), all: op !== 'add' && isNone(value) };
  if (op !== 'remove') throw scimInvalid('invalidPath', 'Members are added and replaced without a filter.');
  return { ids: idsIn(filter), all: false };
};

const moved = (members: Members, step: PatchStep): Members => {
  const { ids, all } = wanted(step);
  if (step.op === 'replace' || (step.op === 'remove' && all)) return { add: ids, remove: [], only: true };
  const some = new Set(ids);
  const { add, remove, ...rest } = members;
  return step.op === 'add'
    ? { ...rest, add: [...add, ...ids], remove: remove.filter((id) => !some.has(id)) }
    : { ...rest, add: add.filter((id) => !some.has(id)), remove: [...remove, ...ids] };
};

const changedBy = (change: GroupChange, step: PatchStep): GroupChange => {
  const { op, attribute, value } = step;
  switch (attribute) {
    case 'displayname':
      if (op === 'remove') throw scimInvalid('mutability', 'A Group needs its displayName.');
      return { ...change, name: displayNameIn(value) };
    case 'externalid':
      return { ...change, externalId: op === 'remove' ? null : externalIdIn(value) };
    case 'members':
      return { ...change, members: moved(change.members ?? { add: [], remove: [] }, step) };
    default:
      return change;
  }
};

/** What a PATCH makes of a group: its operations one after the other. Errors: 400. */
export const groupPatchIn = (json: unknown): GroupChange =>
  patchStepsIn(json)
    .filter((step) => !isPassedOver(step))
    .reduce(changedBy, {});
