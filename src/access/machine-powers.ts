import { ADMIN_PERMISSIONS } from '../domain/permissions';
import type { UserState } from '../domain/users/state';
import { entryOf } from '../kernel/entry-of';
import { refuse, type Refusal } from '../kernel/refusal';
import { requireEverywhere, requireOwnerInPerson, refuseMachine } from './require';
import { EVERYWHERE, holds } from './permissions';
import type { CallerPermissions } from './caller-permissions';

/** What a machine may do, be it switched off: it may be switched on again. */
export interface MachinePowers {
  readonly state: Pick<UserState, 'roles' | 'linkedTo'>;
  readonly isOwner: boolean;
  readonly isAdmin: boolean;
}

/**
 * Whoever has a token of a machine is the machine: only who holds every permission that it has makes one, where it has
 * it; and an owner, once it is linked to the grants of somebody or has an owner's powers.
 */
export const requireTokenMaker = (
  rights: CallerPermissions | undefined,
  { state, isOwner, isAdmin }: MachinePowers,
): Refusal | undefined => {
  const denied = requireEverywhere(rights, 'accounts.manage') ?? refuseMachine(rights, 'make tokens');
  if (denied !== undefined || rights === undefined || rights.owner) {
    return denied;
  }
  if (isOwner || state.linkedTo !== undefined) {
    return requireOwnerInPerson(rights, 'make tokens');
  }
  const missing = [
    ...(isAdmin ? ADMIN_PERMISSIONS.map((permission) => ({ permission, place: EVERYWHERE })) : []),
    ...state.roles.flatMap(({ roleId, organizationId: place = EVERYWHERE }) =>
      (entryOf(rights.roles, roleId)?.permissions ?? []).map((permission) => ({ permission, place })),
    ),
  ].find(({ permission, place }) => !holds(rights, permission, place));
  return missing === undefined
    ? undefined
    : refuse('PERMISSION_DENIED', `The machine holds ${missing.permission} where you do not, so you can't act as it.`, {
        permission: missing.permission,
      });
};
