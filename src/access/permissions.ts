import { ADMIN_PERMISSIONS, ALL_PERMISSIONS, type Permission } from '../domain/permissions';
import { entryOf } from '../kernel/entry-of';
import type { CallerPermissions } from './caller-permissions';
import { isLetIn } from './support';

export type { Permission } from '../domain/permissions';

/** All organizations, as an owner, an admin or an assignment without organization has them. */
export const EVERYWHERE = '*';

const permissionsOf = (rights: CallerPermissions, roleId: string): readonly Permission[] =>
  entryOf(rights.roles, roleId)?.permissions ?? [];

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
export const isEverywhere = (rights: CallerPermissions): boolean => isOwner(rights) || isAdmin(rights);

/** Does somebody hold a permission in an organization, or {@link EVERYWHERE}? Support holds none where it is not let in. */
export const holds = (rights: CallerPermissions, permission: Permission, organizationId: string): boolean =>
  mayUse(rights, permission) &&
  isLetIn(rights, organizationId) &&
  (isOwner(rights) ||
    (isAdmin(rights) && ADMIN_PERMISSIONS.includes(permission)) ||
    isAssigned(rights, permission, organizationId));

const isAssigned = (rights: CallerPermissions, permission: Permission, organizationId: string): boolean =>
  rights.assignments.some(
    (assignment) =>
      (assignment.organizationId === undefined || assignment.organizationId === organizationId) &&
      permissionsOf(rights, assignment.roleId).includes(permission),
  );

/** Where somebody holds a permission: everywhere, or in these organizations. */
export const organizationsWith = (
  rights: CallerPermissions,
  permission: Permission,
): typeof EVERYWHERE | readonly string[] => {
  if (rights.letIn !== undefined) {
    return rights.letIn.organizations().filter((organizationId) => holds(rights, permission, organizationId));
  }
  if (holds(rights, permission, EVERYWHERE)) {
    return EVERYWHERE;
  }
  const ids = rights.assignments.flatMap(({ roleId, organizationId }) =>
    organizationId !== undefined && mayUse(rights, permission) && permissionsOf(rights, roleId).includes(permission)
      ? [organizationId]
      : [],
  );
  return [...new Set(ids)];
};

/** Has somebody any role there? What lies elsewhere does not exist for them. A role that was deleted is none. */
export const seesOrganization = (rights: CallerPermissions, organizationId: string): boolean =>
  isEverywhere(rights) ||
  rights.assignments.some(
    (assignment) =>
      entryOf(rights.roles, assignment.roleId) !== undefined &&
      (assignment.organizationId === undefined || assignment.organizationId === organizationId),
  );

/** Everything somebody may, in an organization or {@link EVERYWHERE}. */
export const permissionsIn = (rights: CallerPermissions, organizationId: string): readonly Permission[] =>
  ALL_PERMISSIONS.filter((permission) => holds(rights, permission, organizationId));
