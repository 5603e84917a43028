import { entryOf } from '../../kernel/entry-of';
import { sameJson } from '../../kernel/facts/same-json';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { RoleAssignment } from '../users/events';
import type { AccountEvent } from './events';
import type { AccountState } from './state';

/** Whoever acts is looked for in each of them, at every request. */
const MOST_GROUPS = 100;

const key = ({ roleId, organizationId }: RoleAssignment): string => `${roleId} ${organizationId ?? ''}`;

const assigned = (idpGroupId: string, roles: readonly RoleAssignment[]): AccountEvent => ({
  type: 'keyledger.idp-group-roles-assigned.v1',
  data: { idpGroupId, roles },
});

/**
 * Gives an IDP group these assignments, and no others. `gone`: groups that were deleted with theirs; they make room, and what they
 * had is told to be taken away.
 */
export const assignGroupRoles = (
  { groupRoles }: Pick<AccountState, 'groupRoles'>,
  idpGroupId: string,
  roles: readonly RoleAssignment[],
  gone: readonly string[],
): readonly AccountEvent[] | Refusal => {
  const present = entryOf(groupRoles, idpGroupId);
  const had = present?.roles ?? [];
  if (sameJson(roles.map(key).toSorted(), had.map(key).toSorted())) return [];
  const others = Object.keys(groupRoles).filter((id) => id !== idpGroupId && !gone.includes(id));
  if (present === undefined && others.length >= MOST_GROUPS) {
    return refuse('CONFLICT', `At most ${MOST_GROUPS} IDP groups have roles. Take them from one that needs none.`);
  }
  return [...gone.map((id) => assigned(id, [])), assigned(idpGroupId, roles)];
};
