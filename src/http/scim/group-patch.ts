import type { Filter } from 'scim2-parse-filter';
import type { GroupChange } from '../../commands/directory/provision-idp-group';
import { attributePath } from './filter-tree';
import { memberIdsIn } from './group-attributes';
import { isPassedOver, patchStepsIn, takesAll, type PatchStep } from './patch-operations';
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

const named = ({ op, filter, sub, value }: PatchStep): readonly string[] => {
  if (sub !== undefined) throw scimInvalid('mutability', 'Who is in a group is added and removed, not changed.');
  if (filter === undefined) return memberIdsIn(value);
  if (op !== 'remove') throw scimInvalid('invalidPath', 'Members are added and replaced without a filter.');
  return idsIn(filter);
};

const moved = (members: Members, step: PatchStep): Members => {
  const ids = named(step);
  if (step.op === 'replace' || takesAll(step)) return { add: ids, remove: [], only: true };
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
