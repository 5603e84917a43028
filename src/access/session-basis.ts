import { compareLevels, isLiveGrant } from '../domain/access-grants/decide';
import { account } from '../domain/accounts/state';
import { accessGrants } from '../domain/access-grants/state';
import { idpGroup } from '../domain/directory/state';
import type { OpenSession } from '../domain/identities/state';
import { entryOf } from '../kernel/entry-of';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';
import { earliest } from '../kernel/time';
import { idpUserOf } from './idp-mapping';
import { holds } from './permissions';
import { directoryEmail, permissionsOf, type CallerPermissions } from './caller-permissions';

/** What has become of that which allowed a session. `until`: the grant's end as it stands now. */
export type Basis =
  | { readonly stands: true; readonly until?: string }
  | { readonly stands: false; readonly endedBy: 'expiry' | 'grant_revoked' | 'support_disabled' };

const TAKEN: Basis = { stands: false, endedBy: 'grant_revoked' };

/** Whether a group that can't be read still gives the permission nobody can say: the session is judged again once it can. */
const taken = (rights: CallerPermissions | undefined): Basis => {
  if (rights?.unreadable !== undefined) throw rights.unreadable;
  return TAKEN;
};

/** Support's session rests on the window in which it began: one that was opened since does not carry it. */
const isShutOut = (
  { support, letIn }: CallerPermissions,
  { supportWindowId }: OpenSession['evidence'],
  organizationId: string,
): boolean => support && (supportWindowId === undefined || letIn?.windowIn(organizationId) !== supportWindowId);

/** Whether owners still let tokens of an issuer put their bearers into a group. */
const isNamedBy = async (view: View, groupId: string, issuer: string): Promise<boolean> =>
  (entryOf((await view.load(account)).state.namedByTokens, groupId) ?? []).some((each) => each.issuer === issuer);

/**
 * Judges an open session again: user, permission, owner flag, IDP user, group and grant must still be what they were at
 * its checkout, and support still let in. Another grant that would allow a new checkout does not carry an old session. One
 * behind broken glass rests on the permission alone.
 */
export const basisOf = async (
  view: View,
  digest: Digest,
  session: Pick<OpenSession, 'userId' | 'evidence' | 'breakGlass'>,
  vault: { organizationId: string; vaultId: string },
  now: string,
): Promise<Basis> => {
  const rights = await permissionsOf(view, session.userId);
  if (rights !== undefined && isShutOut(rights, session.evidence, vault.organizationId)) {
    return { stands: false, endedBy: 'support_disabled' };
  }
  if (session.breakGlass) {
    const may = rights !== undefined && holds(rights, 'pam_vaults.break_glass', vault.organizationId);
    return may ? { stands: true } : taken(rights);
  }
  if (rights === undefined || !holds(rights, 'pam_vaults.view', vault.organizationId)) {
    return taken(rights);
  }
  const { ownerBypass, grantId, groupId, idpUserId, byToken } = session.evidence;
  if (ownerBypass) {
    return rights.owner ? { stands: true } : TAKEN;
  }
  const [{ state: access }, mapped] = await Promise.all([
    view.load(accessGrants, vault.vaultId),
    idpUserOf(view, digest, directoryEmail(rights)),
  ]);
  const grant = grantId === undefined ? undefined : entryOf(access.grants, grantId);
  if (grant === undefined || mapped !== idpUserId || compareLevels(grant.level, 'checkout') < 0) {
    return TAKEN;
  }
  if (groupId !== undefined) {
    const { state: group } = await view.load(idpGroup, groupId);
    const isIn =
      byToken === undefined
        ? idpUserId !== undefined && group.members.has(idpUserId)
        : group.status === 'active' && (await isNamedBy(view, groupId, byToken.issuer));
    if (!isIn) return TAKEN;
  }
  const until = byToken === undefined ? grant.expiresAt : earliest(byToken.until, grant.expiresAt);
  if (!isLiveGrant(grant, now) || (until !== undefined && until <= now)) {
    return { stands: false, endedBy: 'expiry' };
  }
  return until === undefined ? { stands: true } : { stands: true, until };
};
