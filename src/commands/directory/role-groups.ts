import { roleGroupsOf } from '../../access/group-roles';
import { requireAssigner } from '../../access/no-way-up';
import { account } from '../../domain/accounts/state';
import type { IdpUserState } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { DecisionContext } from '../deciding/decision-context';
import { loadCaller } from '../deciding/load-authorized';

type Place = Pick<DecisionContext<unknown>, 'view' | 'about'>;

/**
 * Who is put into a group with roles is given them, who is taken out loses them, and with the group everybody does: that needs
 * what giving and taking them needs. Into its own groups a SCIM connection puts people by an owner's leave: who handed it the
 * group, or gave the roles to a group that it fills.
 */
export const requireRolesOfGroup = async (
  place: Place,
  context: Context,
  idpGroupId: string,
): Promise<Refusal | undefined> => {
  if (context.actor.kind === 'scim') return undefined;
  const { groupRoles } = (await place.view.load(account)).state;
  const roles = entryOf(groupRoles, idpGroupId)?.roles ?? [];
  return requireAssigner(await loadCaller(place, context), roles, 'The IDP group');
};

/**
 * Whose record is switched on has the roles of the groups it is in: that needs what giving them needs, and a SCIM connection
 * gives those of its own groups alone. Switching off needs no more than the directory: whoever leaves must be out at once.
 */
export const requireRolesOfRecord = async (
  place: Place,
  context: Context,
  { status }: Pick<IdpUserState, 'status'>,
  { idpUserId, active }: { readonly idpUserId: string; readonly active?: boolean },
): Promise<Refusal | undefined> => {
  if (status !== 'inactive' || active !== true) return undefined;
  const groups = await roleGroupsOf(place.view, idpUserId);
  if (context.actor.kind !== 'scim') {
    const roles = groups.flatMap((group) => group.roles);
    return requireAssigner(await loadCaller(place, context), roles, 'A group that the IDP user is in');
  }
  return groups.every(({ state }) => state.connectionId === context.actor.name)
    ? undefined
    : refuse(
        'PERMISSION_DENIED',
        'The IDP user is in a group with roles that this SCIM connection does not fill: an owner has to switch the record on.',
      );
};
