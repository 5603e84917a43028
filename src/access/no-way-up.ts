import type { RoleAssignment } from '../domain/users/events';
import type { Permission } from '../domain/permissions';
import { entryOf } from '../kernel/entry-of';
import { refuse, type Refusal } from '../kernel/refusal';
import { EVERYWHERE, holds, permissionsIn } from './permissions';
import type { CallerPermissions } from './caller-permissions';
import { refuseSupport } from './support';

/** Nobody gives a permission without holding it: here for all organizations, as a role may be assigned anywhere. */
export const requireAllOf = (
  rights: CallerPermissions | undefined,
  permissions: readonly Permission[],
): Refusal | undefined => {
  const held = rights === undefined ? [] : permissionsIn(rights, EVERYWHERE);
  const missing = permissions.find((permission) => !held.includes(permission));
  return missing === undefined
    ? undefined
    : refuse('PERMISSION_DENIED', `You do not hold ${missing} for all organizations, so you can't give it.`, {
        permission: missing,
      });
};

/** May somebody give or take this assignment: `accounts.manage` and every permission of the role, where it is assigned? */
export const mayAssign = (rights: CallerPermissions, { roleId, organizationId }: RoleAssignment): boolean => {
  const place = organizationId ?? EVERYWHERE;
  const permissions = entryOf(rights.roles, roleId)?.permissions ?? [];
  return holds(rights, 'accounts.manage', place) && permissions.every((permission) => holds(rights, permission, place));
};

/**
 * May somebody give or take what comes with something, such as the roles of a group with being in it? It needs what giving each of
 * them needs.
 */
export const requireAssigner = (
  rights: CallerPermissions | undefined,
  roles: readonly RoleAssignment[],
  what: string,
): Refusal | undefined => {
  if (roles.length === 0) return undefined;
  const lacking = rights === undefined ? roles[0] : roles.find((role) => !mayAssign(rights, role));
  return lacking === undefined
    ? refuseSupport(rights, 'gives roles')
    : refuse(
        'PERMISSION_DENIED',
        `${what} has roles: this takes accounts.manage and every permission of each, in the organizations it is assigned for.`,
        { permission: 'accounts.manage' },
      );
};

export const selfGrant = (what: string): Refusal =>
  refuse('SELF_GRANT', `Nobody but an owner ${what}. Ask somebody else who may.`);
