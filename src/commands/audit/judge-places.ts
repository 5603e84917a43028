import { EVERYWHERE } from '../../access/permissions';
import { deniedAnywhere, notFound, permissionDenied, requireRole } from '../../access/require';
import type { CallerPermissions } from '../../access/caller-permissions';
import { organization } from '../../domain/organizations/state';
import type { Permission } from '../../domain/permissions';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { AuthorizationContext } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';

/** Who may look into something, and what is named to somebody who may not. */
export interface ReadableBy {
  readonly placesOf: (caller: CallerPermissions) => typeof EVERYWHERE | readonly string[];
  readonly permission: Permission;
}

/** The organizations that are looked into, of one that is named or of all the caller may see; undefined among them: the account. */
export const judgePlaces = async (
  authorization: AuthorizationContext,
  context: Context,
  organizationId: string | undefined,
  { placesOf, permission }: ReadableBy,
): Promise<readonly (string | undefined)[] | Refusal> => {
  const caller = await loadCaller(authorization, context);
  const places = caller === undefined ? [] : placesOf(caller);
  if (organizationId === undefined) {
    authorization.about('account');
    if (places === EVERYWHERE) return [undefined];
    return places.length === 0 ? deniedAnywhere(caller, permission) : places;
  }
  // What happened in a deleted organization stays to be read.
  if ((await authorization.view.load(organization, organizationId)).state.status === 'none') {
    return notFound('organization');
  }
  authorization.about({ organizationId });
  const denied = requireRole(caller, organizationId, 'organization');
  if (denied !== undefined) return denied;
  const mayRead = places === EVERYWHERE || places.includes(organizationId);
  return mayRead ? [organizationId] : permissionDenied(permission);
};
