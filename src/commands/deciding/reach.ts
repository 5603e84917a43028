import { assertNotLost } from '../../access/not-lost';
import { notFound, requirePermission } from '../../access/require';
import { callerOf, type Standing } from '../../access/standing';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import { organization } from '../../domain/organizations/state';
import type { OrganizationState } from '../../domain/organizations/state';
import type { Permission } from '../../domain/permissions';
import type { Subject } from '../../domain/subject';
import { vault, type VaultState } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { Desk } from './desk';

type Place = Pick<Desk<unknown>, 'view' | 'about'>;

/** Who asks, judged at the desk's moment, no more than his token says; nobody for a policy, or for a user who is switched off. */
export const callerAt = (place: Place, context: Context): Promise<Standing | undefined> =>
  callerOf(place.view, context);

/** An organization that exists for the caller and in which he holds the permission. */
export const reachOrganization = async (
  place: Place,
  context: Context,
  organizationId: string,
  permission: Permission,
  subject: Subject = {},
): Promise<{ standing: Standing; organization: OrganizationState } | Refusal> => {
  const [{ state }, standing] = await Promise.all([
    place.view.load(organization, organizationId),
    callerAt(place, context),
  ]);
  if (state.status === 'none') await assertNotLost(place.view, 'organization', organizationId);
  else place.about({ ...subject, organizationId });
  const refusal =
    state.status === 'active'
      ? requirePermission(standing, permission, organizationId, 'organization')
      : notFound('organization');
  return refusal ?? { standing: standing as Standing, organization: state };
};

/** A vault that exists for the caller, in an organization where he holds the permission. */
export const reachVault = async (
  place: Place,
  context: Context,
  vaultId: string,
  permission: Permission,
): Promise<{ standing: Standing; vault: VaultState } | Refusal> => {
  const [{ state }, standing] = await Promise.all([place.view.load(vault, vaultId), callerAt(place, context)]);
  if (state.status === 'none') await assertNotLost(place.view, 'vault', vaultId);
  else place.about({ organizationId: state.organizationId, identityGroupId: vaultId });
  const refusal =
    state.status === 'active'
      ? requirePermission(standing, permission, state.organizationId, 'identity group')
      : notFound('identity group');
  return refusal ?? { standing: standing as Standing, vault: state };
};

/** An identity that exists for the caller, in an organization where he holds the permission. Deleted ones only when asked for. */
export const reachIdentity = async (
  place: Place,
  context: Context,
  identityId: string,
  permission: Permission,
  options: { readonly deleted?: boolean; readonly sessionId?: string } = {},
): Promise<{ standing: Standing; identity: IdentityState } | Refusal> => {
  const [{ state }, standing] = await Promise.all([place.view.load(identity, identityId), callerAt(place, context)]);
  const { organizationId, identityGroupId, status } = state;
  if (status === 'none') {
    await assertNotLost(place.view, 'identity', identityId);
  } else {
    const { sessionId } = options;
    place.about({ organizationId, identityGroupId, identityId, ...(sessionId === undefined ? {} : { sessionId }) });
  }
  const exists = status === 'active' || status === 'enrolling' || (options.deleted === true && status === 'deleted');
  const what = options.sessionId === undefined ? 'identity' : 'session';
  const refusal = exists ? requirePermission(standing, permission, organizationId, what) : notFound(what);
  return refusal ?? { standing: standing as Standing, identity: state };
};
