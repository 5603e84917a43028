import { ADMIN_PERMISSIONS, ALL_PERMISSIONS, type Permission } from '../domain/permissions';
import { entryOf } from '../kernel/entry-of';
import type { Standing } from './standing';

export type { Permission } from '../domain/permissions';

/** All organizations, as an owner, an admin or an assignment without organization has them. */
export const EVERYWHERE = '*';

const permissionsOf = (standing: Standing, roleId: string): readonly Permission[] =>
  entryOf(standing.roles, roleId)?.permissions ?? [];

/** Does somebody hold a permission in an organization, or {@link EVERYWHERE}? */
export const holds = (standing: Standing, permission: Permission, organizationId: string): boolean =>
  standing.owner ||
  (standing.admin && ADMIN_PERMISSIONS.includes(permission)) ||
  standing.assignments.some(
    (assignment) =>
      (assignment.organizationId === undefined || assignment.organizationId === organizationId) &&
      permissionsOf(standing, assignment.roleId).includes(permission),
  );

/** Where somebody holds a permission: everywhere, or in these organizations. */
export const organizationsWith = (
  standing: Standing,
  permission: Permission,
): typeof EVERYWHERE | readonly string[] => {
  if (holds(standing, permission, EVERYWHERE)) {
    return EVERYWHERE;
  }
  const ids = standing.assignments.flatMap(({ roleId, organizationId }) =>
    organizationId !== undefined && permissionsOf(standing, roleId).includes(permission) ? [organizationId] : [],
  );
  return [...new Set(ids)];
};

/** Has somebody any role there? What lies elsewhere does not exist for him. A role that was deleted is none. */
export const seesOrganization = (standing: Standing, organizationId: string): boolean =>
  standing.owner ||
  standing.admin ||
  standing.assignments.some(
    (assignment) =>
      entryOf(standing.roles, assignment.roleId) !== undefined &&
      (assignment.organizationId === undefined || assignment.organizationId === organizationId),
  );

/** Everything somebody may, in an organization or {@link EVERYWHERE}. */
export const permissionsIn = (standing: Standing, organizationId: string): readonly Permission[] =>
  ALL_PERMISSIONS.filter((permission) => holds(standing, permission, organizationId));
