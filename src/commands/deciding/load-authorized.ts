import { assertNotLost } from '../../access/not-lost';
import { notFound, requirePermission } from '../../access/require';
import { requireIdentity } from '../../access/require-identity';
import { callerPermissions, type CallerPermissions } from '../../access/caller-permissions';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import { organization } from '../../domain/organizations/state';
import type { OrganizationState } from '../../domain/organizations/state';
import type { Permission } from '../../domain/permissions';
import type { Subject } from '../../domain/subject';
import { vault, type VaultState } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { DecisionContext } from './decision-context';

type Place = Pick<DecisionContext<unknown>, 'view' | 'about'>;

/** Who asks, judged at the moment of the decision, no more than the token says; nobody for a policy, or for a user who is switched off. */
export const loadCaller = (place: Place, context: Context): Promise<CallerPermissions | undefined> =>
  callerPermissions(place.view, context);

/** An organization that exists for the caller and in which the caller holds the permission. */
export const loadAuthorizedOrganization = async (
  place: Place,
  context: Context,
  organizationId: string,
  permission: Permission,
  subject: Subject = {},
): Promise<{ rights: CallerPermissions; organization: OrganizationState } | Refusal> => {
  const [{ state }, rights] = await Promise.all([
    place.view.load(organization, organizationId),
    loadCaller(place, context),
  ]);
  if (state.status === 'none') await assertNotLost(place.view, 'organization', organizationId);
  else place.about({ ...subject, organizationId });
  const refusal =
    state.status === 'active'
      ? requirePermission(rights, permission, organizationId, 'organization')
      : notFound('organization');
  return refusal ?? { rights: rights as CallerPermissions, organization: state };
};

/** A vault that exists for the caller, in an organization where the caller holds the permission. */
export const loadAuthorizedVault = async (
  place: Place,
  context: Context,
  vaultId: string,
  permission: Permission,
): Promise<{ rights: CallerPermissions; vault: VaultState } | Refusal> => {
  const [{ state }, rights] = await Promise.all([place.view.load(vault, vaultId), loadCaller(place, context)]);
  if (state.status === 'none') await assertNotLost(place.view, 'vault', vaultId);
  else place.about({ organizationId: state.organizationId, identityGroupId: vaultId });
  const refusal =
    state.status === 'active'
      ? requirePermission(rights, permission, state.organizationId, 'identity group')
      : notFound('identity group');
  return refusal ?? { rights: rights as CallerPermissions, vault: state };
};

/** An identity and who asks for it, unjudged: what is refused of it becomes a fact of where it is. */
export const loadIdentity = async (
  place: Place,
  context: Context,
  identityId: string,
  sessionId?: string,
): Promise<{ rights: CallerPermissions | undefined; identity: IdentityState }> => {
  const [{ state }, rights] = await Promise.all([place.view.load(identity, identityId), loadCaller(place, context)]);
  const { organizationId, identityGroupId, status } = state;
  if (status === 'none') {
    await assertNotLost(place.view, 'identity', identityId);
  } else {
    place.about({ organizationId, identityGroupId, identityId, ...(sessionId === undefined ? {} : { sessionId }) });
  }
  return { rights, identity: state };
};

/** An identity that exists for the caller, in an organization where the caller holds the permission. Deleted ones only when asked for. */
export const loadAuthorizedIdentity = async (
  place: Place,
  context: Context,
  identityId: string,
  permission: Permission,
  { deleted = false, sessionId }: { readonly deleted?: boolean; readonly sessionId?: string } = {},
): Promise<{ rights: CallerPermissions; identity: IdentityState } | Refusal> => {
  const { rights, identity: state } = await loadIdentity(place, context, identityId, sessionId);
  const what = sessionId === undefined ? 'identity' : 'session';
  const refusal = requireIdentity(rights, { identityId, identity: state, deleted, what }, permission);
  return refusal ?? { rights: rights as CallerPermissions, identity: state };
};
