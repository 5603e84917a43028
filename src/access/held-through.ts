import type { Permission } from '../domain/permissions';
import { entryOf } from '../kernel/entry-of';
import type { CallerPermissions } from './caller-permissions';
import { counts } from './grounds';
import type { HeldAssignment } from './group-roles';

/** The assignment by which somebody holds a permission in an organization: their own rather than that of a group. */
export const heldThrough = (
  { assignments, roles }: CallerPermissions,
  permission: Permission,
  organizationId: string,
): HeldAssignment | undefined =>
  assignments.find(
    (assignment) =>
      counts(organizationId)(assignment) &&
      entryOf(roles, assignment.roleId)?.permissions.includes(permission) === true,
  );

/** What a session rests on besides its grant: the group that alone gives the permission; empty where one needs none. */
export const roleEvidence = (
  rights: CallerPermissions,
  permission: Permission,
  organizationId: string,
): { readonly roleGroupId?: string } => {
  const group = heldThrough(rights, permission, organizationId)?.byGroup;
  return group === undefined ? {} : { roleGroupId: group.idpGroupId };
};
