import { account } from '../domain/accounts/state';
import { idpGroup } from '../domain/directory/state';
import { organization } from '../domain/organizations/state';
import { user } from '../domain/users/state';
import type { RoleAssignment } from '../domain/users/events';
import { entryOf } from '../kernel/entry-of';
import type { View } from '../kernel/stream-reader';
import type { CallerPermissions } from './caller-permissions';
import { assignmentsByGroup, type HeldAssignment } from './group-roles';
import { assertNotLost } from './not-lost';
import { seesOrganization } from './permissions';

/** A role of a group, with the names as they are now. */
export interface ToldGroupRole extends RoleAssignment {
  readonly roleName: string;
  readonly organizationName?: string;
}

/** A role that somebody has by a group. */
export interface ToldRoleByGroup extends RoleAssignment {
  readonly idpGroupId: string;
  readonly idpGroupName: string;
}

/** Whether an assignment is told: of a role that is there, and in an organization that exists for who asks. */
const isTold = (caller: CallerPermissions, { roleId, organizationId }: RoleAssignment): boolean =>
  entryOf(caller.roles, roleId) !== undefined &&
  (organizationId === undefined || seesOrganization(caller, organizationId));

/** The roles of a group, as the log says now, and its ETag; undefined: there is no such group, or none any more. */
export const toldGroupRoles = async (
  view: View,
  caller: CallerPermissions,
  idpGroupId: string,
): Promise<{ readonly roles: readonly ToldGroupRole[]; readonly revision: number } | undefined> => {
  const [{ state: group }, { state: whole }] = await Promise.all([view.load(idpGroup, idpGroupId), view.load(account)]);
  if (group.status !== 'active') {
    if (group.status === 'none') await assertNotLost(view, 'idpGroup', idpGroupId);
    return undefined;
  }
  const { roles, revision } = entryOf(whole.groupRoles, idpGroupId) ?? { roles: [], revision: 0 };
  const told = roles
    .filter((role) => isTold(caller, role))
    .map(async (role) => {
      const { roleId, organizationId } = role;
      const roleName = entryOf(whole.roles, roleId)?.name ?? '';
      if (organizationId === undefined) return { ...role, roleName };
      return { ...role, roleName, organizationName: (await view.load(organization, organizationId)).state.name };
    });
  return { roles: await Promise.all(told), revision };
};

/** What somebody has by groups, as who asks may see it. */
export const toldByGroup = (caller: CallerPermissions, held: readonly HeldAssignment[]): readonly ToldRoleByGroup[] =>
  held.flatMap(({ byGroup, ...role }) =>
    byGroup === undefined || !isTold(caller, role)
      ? []
      : [{ ...role, idpGroupId: byGroup.idpGroupId, idpGroupName: byGroup.name }],
  );

/** The roles that a user has by groups now; a machine is in none, and what can't be read shows none. */
export const rolesByGroupOf = async (
  view: View,
  caller: CallerPermissions,
  userId: string,
): Promise<readonly ToldRoleByGroup[]> => {
  const [{ state: person }, { state: whole }] = await Promise.all([view.load(user, userId), view.load(account)]);
  return person.kind === 'machine'
    ? []
    : toldByGroup(caller, (await assignmentsByGroup(view, whole, person.email)).found);
};
