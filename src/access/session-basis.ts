import { compareLevels, isLiveGrant } from '../domain/access-grants/decide';
import { account } from '../domain/accounts/state';
import { accessGrants, type StandingGrant } from '../domain/access-grants/state';
import { idpGroup } from '../domain/directory/state';
import type { OpenSession } from '../domain/identities/state';
import { entryOf } from '../kernel/entry-of';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';
import { StreamUnreadable } from '../kernel/stream-unreadable';
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

/** One thing that a session rests on; undefined: it is still there. Throws {@link StreamUnreadable}. */
type Look = () => Promise<Basis | undefined> | Basis | undefined;

/** The first that is gone. One that can't be read keeps nobody's session whose other ground is known to be gone. */
const firstGone = async (looks: readonly Look[]): Promise<Basis | undefined> => {
  let unreadable: StreamUnreadable | undefined;
  for (const look of looks) {
    try {
      const gone = await look();
      if (gone !== undefined) return gone;
    } catch (error) {
      if (!(error instanceof StreamUnreadable)) throw error;
      unreadable ??= error;
    }
  }
  if (unreadable !== undefined) throw unreadable;
  return undefined;
};

/**
 * Judges an open session again: user, permission, owner flag, IDP user, group and grant must still be what they were at
 * its checkout, and support still let in. Another grant that would allow a new checkout does not carry an old session. One
 * behind broken glass rests on the permission alone. Throws {@link StreamUnreadable} where nothing is known to be gone and
 * something can't be read.
 */
export const basisOf = async (
  view: View,
  digest: Digest,
  session: Pick<OpenSession, 'userId' | 'evidence' | 'breakGlass'>,
  vault: { organizationId: string; vaultId: string },
  now: string,
): Promise<Basis> => {
  const { ownerBypass, grantId, groupId, idpUserId, byToken } = session.evidence;
  let rights: CallerPermissions | undefined;
  let grant: StandingGrant | undefined;
  const user: Look = async () => {
    rights = await permissionsOf(view, session.userId);
    if (rights === undefined) return TAKEN;
    if (isShutOut(rights, session.evidence, vault.organizationId)) {
      return { stands: false, endedBy: 'support_disabled' };
    }
    const needed = session.breakGlass ? 'pam_vaults.break_glass' : 'pam_vaults.view';
    if (!holds(rights, needed, vault.organizationId)) return taken(rights);
    return ownerBypass && !session.breakGlass && !rights.owner ? TAKEN : undefined;
  };
  if (session.breakGlass || ownerBypass) return (await firstGone([user])) ?? { stands: true };

  const given: Look = async () => {
    const { state: access } = await view.load(accessGrants, vault.vaultId);
    grant = grantId === undefined ? undefined : entryOf(access.grants, grantId);
    return grant === undefined || compareLevels(grant.level, 'checkout') < 0 ? TAKEN : undefined;
  };
  const record: Look = async () => {
    const known = rights === undefined || (await idpUserOf(view, digest, directoryEmail(rights))) === idpUserId;
    return known ? undefined : TAKEN;
  };
  const group: Look = async () => {
    if (groupId === undefined) return undefined;
    const { state } = await view.load(idpGroup, groupId);
    const isIn =
      byToken === undefined
        ? idpUserId !== undefined && state.members.has(idpUserId)
        : state.status === 'active' && (await isNamedBy(view, groupId, byToken.issuer));
    return isIn ? undefined : TAKEN;
  };
  const untilOf = () => (byToken === undefined ? grant?.expiresAt : earliest(byToken.until, grant?.expiresAt));
  const term: Look = () => {
    const until = untilOf();
    const isOver = (grant !== undefined && !isLiveGrant(grant, now)) || (until !== undefined && until <= now);
    return isOver ? { stands: false, endedBy: 'expiry' } : undefined;
  };
  const gone = await firstGone([user, given, record, group, term]);
  if (gone !== undefined) return gone;
  const until = untilOf();
  return until === undefined ? { stands: true } : { stands: true, until };
};
