import type { RoleAssignment } from '../domain/users/events';
import type { Permission } from '../domain/permissions';
import { entryOf } from '../kernel/entry-of';
import { refuse, type Refusal } from '../kernel/refusal';
import { EVERYWHERE, holds, permissionsIn } from './permissions';
import type { CallerPermissions } from './caller-permissions';

/** Nobody gives a permission without holding it: here for all organizations, as a role may be assigned anywhere. */
export const requireAllOf = (
  standing: CallerPermissions | undefined,
  permissions: readonly Permission[],
): Refusal | undefined => {
  const held = standing === undefined ? [] : permissionsIn(standing, EVERYWHERE);
  const missing = permissions.find((permission) => !held.includes(permission));
  return missing === undefined
    ? undefined
    : refuse('PERMISSION_DENIED', `You do not hold ${missing} for all organizations, so you can't give it.`, {
        permission: missing,
      });
};

/** May somebody give or take this assignment: `accounts.manage` and every permission of the role, where it is assigned? */
export const mayAssign = (standing: CallerPermissions, { roleId, organizationId }: RoleAssignment): boolean => {
  const place = organizationId ?? EVERYWHERE;
  const permissions = entryOf(standing.roles, roleId)?.permissions ?? [];
  return (
    holds(standing, 'accounts.manage', place) && permissions.every((permission) => holds(standing, permission, place))
  );
};

export const selfGrant = (what: string): Refusal =>
  refuse('SELF_GRANT', `Nobody but an owner ${what}. Ask somebody else who may.`);
