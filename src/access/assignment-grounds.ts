import { account } from '../domain/accounts/state';
import { idpGroup, idpUser } from '../domain/directory/state';
import type { RoleAssignment } from '../domain/users/events';
import { ground, type Ground } from '../kernel/ground';
import type { CallerPermissions } from './caller-permissions';
import { assignmentsGround, counts, membershipGround, rolesGround } from './grounds';
import type { HeldAssignment } from './group-roles';

interface GroupsPart {
  readonly idpGroupId: string;
  readonly here: readonly RoleAssignment[];
}

/** What was ever given to the groups that somebody is in, as far as it counts in an organization. */
const groupRolesGround = (organizationId: string, idpUserId: string): Ground =>
  ground(
    account,
    undefined,
    ({ groupRoles }) =>
      Object.fromEntries(
        Object.entries(groupRoles).map(([idpGroupId, { roles }]): [string, GroupsPart] => [
          idpGroupId,
          { idpGroupId, here: roles.filter(counts(organizationId)) },
        ]),
      ),
    async (view, part) => (await view.load(idpGroup, (part as GroupsPart).idpGroupId)).state.members.has(idpUserId),
  );

const recordGround = (idpUserId: string): Ground => ground(idpUser, idpUserId, ({ status }) => ({ status }));

/** By groups: which roles they have, whether somebody is in them, and whether their record is active. */
const byGroups = (organizationId: string, idpUserId: string, idpGroupIds: readonly string[]): readonly Ground[] => [
  groupRolesGround(organizationId, idpUserId),
  recordGround(idpUserId),
  ...idpGroupIds.map((idpGroupId) => membershipGround(idpGroupId, idpUserId)),
];

/** What is looked at for the roles of somebody in an organization. `through`: the one that is enough; absent: none is. */
export const assignmentGrounds = (
  { userId, assignments, searched }: CallerPermissions,
  organizationId: string,
  through?: HeldAssignment,
): readonly Ground[] => {
  const roles = rolesGround(through === undefined ? assignments : [through], organizationId);
  if (through?.byGroup !== undefined) {
    const { idpUserId, idpGroupId } = through.byGroup;
    return [...byGroups(organizationId, idpUserId, [idpGroupId]), roles];
  }
  const own = [assignmentsGround(userId, organizationId), rolesGround(assignments, organizationId)];
  return through !== undefined || searched === undefined
    ? own
    : [...own, ...byGroups(organizationId, searched.idpUserId, searched.idpGroupIds)];
};
