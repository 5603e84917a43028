import { ADMIN_PERMISSIONS, ALL_PERMISSIONS, type Permission } from '../domain/permissions';
import { entryOf } from '../kernel/entry-of';
import type { CallerPermissions } from './caller-permissions';
import { isLetIn } from './support';

export type { Permission } from '../domain/permissions';

/** All organizations, as an owner, an admin or an assignment without organization has them. */
export const EVERYWHERE = '*';

const permissionsOf = (standing: CallerPermissions, roleId: string): readonly Permission[] =>
  entryOf(standing.roles, roleId)?.permissions ?? [];

/** What is for the customer's own people: no machine and nobody of the vendor's support may, whatever roles they have. */
export const OWN_PEOPLE: readonly Permission[] = ['pam_vaults.break_glass', 'pam_vaults.approve'];

/** Who is let in decides neither whether nor for how long. */
const NO_SUPPORT: readonly Permission[] = ['support_access.manage'];

const mayUse = ({ machine, support, narrowed }: CallerPermissions, permission: Permission): boolean =>
  (!support || !NO_SUPPORT.includes(permission)) &&
  ((machine !== true && !support) || !OWN_PEOPLE.includes(permission)) &&
  (narrowed === undefined || narrowed.permissions.includes(permission));

const isOwner = ({ owner, narrowed }: CallerPermissions): boolean => owner || narrowed?.owner === true;
const isAdmin = ({ admin, narrowed }: CallerPermissions): boolean => admin || narrowed?.admin === true;

/** Owners and admins, to whom every organization is there, be the token they come with ever so narrow. */
export const isEverywhere = (standing: CallerPermissions): boolean => isOwner(standing) || isAdmin(standing);

/** Does somebody hold a permission in an organization, or {@link EVERYWHERE}? Support holds none where it is not let in. */
export const holds = (standing: CallerPermissions, permission: Permission, organizationId: string): boolean =>
  mayUse(standing, permission) &&
  isLetIn(standing, organizationId) &&
  (isOwner(standing) ||
    (isAdmin(standing) && ADMIN_PERMISSIONS.includes(permission)) ||
    isAssigned(standing, permission, organizationId));

const isAssigned = (standing: CallerPermissions, permission: Permission, organizationId: string): boolean =>
  standing.assignments.some(
    (assignment) =>
      (assignment.organizationId === undefined || assignment.organizationId === organizationId) &&
      permissionsOf(standing, assignment.roleId).includes(permission),
  );

/** Where somebody holds a permission: everywhere, or in these organizations. */
export const organizationsWith = (
  standing: CallerPermissions,
  permission: Permission,
): typeof EVERYWHERE | readonly string[] => {
  if (standing.letIn !== undefined) {
    return standing.letIn.organizations().filter((organizationId) => holds(standing, permission, organizationId));
  }
  if (holds(standing, permission, EVERYWHERE)) {
    return EVERYWHERE;
  }
  const ids = standing.assignments.flatMap(({ roleId, organizationId }) =>
    organizationId !== undefined && mayUse(standing, permission) && permissionsOf(standing, roleId).includes(permission)
      ? [organizationId]
      : [],
  );
  return [...new Set(ids)];
};

/** Has somebody any role there? What lies elsewhere does not exist for them. A role that was deleted is none. */
export const seesOrganization = (standing: CallerPermissions, organizationId: string): boolean =>
  isEverywhere(standing) ||
  standing.assignments.some(
    (assignment) =>
      entryOf(standing.roles, assignment.roleId) !== undefined &&
      (assignment.organizationId === undefined || assignment.organizationId === organizationId),
  );

/** Everything somebody may, in an organization or {@link EVERYWHERE}. */
export const permissionsIn = (standing: CallerPermissions, organizationId: string): readonly Permission[] =>
  ALL_PERMISSIONS.filter((permission) => holds(standing, permission, organizationId));
