import { compareLevels, isLiveGrant } from '../domain/access-grants/decide';
import type { AccessLevel } from '../domain/access-grants/events';
import { accessGrants, type StandingGrant } from '../domain/access-grants/state';
import { idpGroup } from '../domain/directory/state';
import type { Evidence } from '../domain/identities/events';
import { vault } from '../domain/vaults/state';
import type { Digest } from '../kernel/digest';
import { isRefusal, refuse, type Refusal } from '../kernel/refusal';
import { earliest } from '../kernel/time';
import type { View } from '../kernel/stream-reader';
import { judgedStep, type Tell } from '../kernel/judged-step';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import { grantGround, membershipGround, namedByGround, ownerGround, ownGrantsGround } from './grounds';
import { roleEvidence } from './held-through';
import { requireIdpUser } from './idp-mapping';
import { assertStillThere } from './not-lost';
import type { CallerPermissions, TokenMembership } from './caller-permissions';
import { isLetIn, supportAccessOff, supportEvidence } from './support';
import { unlessUnreadable } from './unless-unreadable';

/** What allows somebody to use a vault's values, and until when. */
export interface Allowance {
  readonly level: AccessLevel;
  readonly via: 'grant' | 'group' | 'owner';
  /** Absent: it doesn't end. */
  readonly until?: string;
  readonly evidence: Evidence;
}

const OWNER: Allowance = { level: 'checkout', via: 'owner', evidence: { ownerBypass: true } };

/** A grant that reaches somebody; through a group that their token names alone it ends with the token. */
interface ReachingGrant extends StandingGrant {
  readonly byToken?: { readonly issuer: string; readonly until: string };
}

/** Whom a grant is to reach. */
interface Bearer {
  readonly idpUserId: string;
  readonly byToken?: TokenMembership;
}

const reached = async (
  view: View,
  grant: StandingGrant,
  { idpUserId, byToken }: Bearer,
  vaultAccess: string,
): Promise<ReachingGrant | undefined> => {
  if (grant.principalType === 'user') {
    return grant.principalId === idpUserId ? grant : undefined;
  }
  const group = await view.load(idpGroup, grant.principalId);
  assertStillThere(view, group, vaultAccess);
  if (group.state.status !== 'active') return undefined;
  if (group.state.members.has(idpUserId)) return grant;
  if (byToken?.idpGroupIds.includes(grant.principalId) !== true) return undefined;
  const { issuer, until } = byToken;
  return { ...grant, expiresAt: earliest(until, grant.expiresAt), byToken: { issuer, until } };
};

const endsLater = (a: StandingGrant, b: StandingGrant): number => {
  if (a.expiresAt === b.expiresAt) {
    return 0;
  }
  return a.expiresAt === undefined || (b.expiresAt !== undefined && a.expiresAt > b.expiresAt) ? -1 : 1;
};

const allowanceBy = (grant: ReachingGrant, idpUserId: string): Allowance => ({
  level: grant.level,
  via: grant.principalType === 'user' ? 'grant' : 'group',
  ...(grant.expiresAt === undefined ? {} : { until: grant.expiresAt }),
  evidence: {
    ownerBypass: false,
    grantId: grant.grantId,
    idpUserId,
    ...(grant.principalType === 'group' ? { groupId: grant.principalId } : {}),
    ...(grant.byToken === undefined ? {} : { byToken: grant.byToken }),
  },
});

interface Reaching {
  /** The one that ends last first. */
  readonly grants: readonly ReachingGrant[];
  /** Of a group that can't be read: whether its grant is among these nobody can say. */
  readonly unreadable?: StreamUnreadable;
}

const reachingGrants = async (view: View, vaultId: string, bearer: Bearer, now: string): Promise<Reaching> => {
  const { state, stream } = await view.load(accessGrants, vaultId);
  const live = Object.values(state.grants).filter((grant) => isLiveGrant(grant, now));
  const judged = await Promise.all(live.map((grant) => unlessUnreadable(reached(view, grant, bearer, stream))));
  const unreadable = judged.find((each) => each instanceof StreamUnreadable);
  const grants = judged
    .flatMap((each) => (each === undefined || each instanceof StreamUnreadable ? [] : [each]))
    .filter((grant) => isLiveGrant(grant, now))
    .sort(endsLater);
  return unreadable === undefined ? { grants } : { grants, unreadable };
};

/** The grants of a vault that reach a person now by the directory, whatever a token says, the one that ends last first. */
export const liveGrants = async (
  view: View,
  vaultId: string,
  idpUserId: string,
  now: string,
): Promise<readonly StandingGrant[]> => {
  const { grants, unreadable } = await reachingGrants(view, vaultId, { idpUserId }, now);
  if (unreadable !== undefined) throw unreadable;
  return grants;
};

interface Wanted {
  readonly vaultId: string;
  readonly level: AccessLevel;
  readonly now: string;
}

/**
 * The second layer: a live grant on this very vault, at this level or above; of several, the one that ends last. An owner
 * needs none. Support has it only while it is let into the organization, and rests on that too. Told with it is the group whose
 * role lets somebody see the vault at all.
 */
export const requireVaultAccess = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  wanted: Wanted,
  tell?: Tell,
): Promise<Allowance | Refusal> => {
  const allowance = await allowanceOf(view, digest, rights, wanted, tell);
  const hasMore = rights.support || rights.assignments.some(({ byGroup }) => byGroup !== undefined);
  if (!hasMore || isRefusal(allowance)) {
    return allowance;
  }
  const { organizationId } = (await view.load(vault, wanted.vaultId)).state;
  const evidence = {
    ...allowance.evidence,
    ...roleEvidence(rights, 'pam_vaults.view', organizationId),
    ...supportEvidence(rights, organizationId),
  };
  return isLetIn(rights, organizationId) ? { ...allowance, evidence } : supportAccessOff();
};

const grantGrounds = (vaultId: string, idpUserId: string, grant: ReachingGrant | undefined) => {
  if (grant === undefined) return [ownGrantsGround(vaultId, idpUserId)];
  const given = grantGround(vaultId, grant.grantId);
  if (grant.principalType !== 'group') return [given];
  const { principalId } = grant;
  return [given, grant.byToken === undefined ? membershipGround(principalId, idpUserId) : namedByGround(principalId)];
};

const grantWords = (grant: ReachingGrant | undefined, wanted: Wanted): string => {
  if (grant === undefined) return '';
  const byGroup =
    grant.byToken === undefined ? 'through a group' : 'through a group that the token names, while it lasts';
  const through = grant.principalType === 'group' ? byGroup : 'by name';
  const until = grant.expiresAt === undefined ? 'without an end' : `until ${grant.expiresAt}`;
  return `Has a live grant at level ${grant.level} on the vault, ${through}, ${until}; ${wanted.level} is needed.`;
};

const allowanceOf = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  wanted: Wanted,
  tell?: Tell,
): Promise<Allowance | Refusal> => {
  const { vaultId, level, now } = wanted;
  if (rights.owner) {
    judgedStep(tell, undefined, () => ({
      step: 'grant',
      passed: 'An account owner needs no grant.',
      on: [ownerGround(rights.userId)],
    }));
    return OWNER;
  }
  const idpUserId = await requireIdpUser(view, digest, rights, tell);
  if (isRefusal(idpUserId)) {
    return idpUserId;
  }
  const { byToken } = rights;
  const bearer = byToken === undefined ? { idpUserId } : { idpUserId, byToken };
  const { grants, unreadable } = await reachingGrants(view, vaultId, bearer, now);
  const enough = grants.find((grant) => compareLevels(grant.level, level) >= 0);
  // A group that is frozen keeps nobody out who does not need it.
  if (enough === undefined && unreadable !== undefined) throw unreadable;
  const refusal =
    enough === undefined
      ? refuse('VAULT_ACCESS_DENIED', `This needs a vault access grant at level ${level} or above.`, { level })
      : undefined;
  judgedStep(tell, refusal, () => ({
    step: 'grant',
    passed: grantWords(enough, wanted),
    on: grantGrounds(vaultId, idpUserId, enough),
  }));
  return enough === undefined ? (refusal as Refusal) : allowanceBy(enough, idpUserId);
};

/**
 * Somebody's own access to a vault, for display: the highest live level, of those the one that ends last. What can't be read
 * shows none, and is told by whoever needs it.
 */
export const vaultAccessOf = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  vaultId: string,
  now: string,
): Promise<Allowance | undefined> => {
  for (const level of ['checkout', 'view_credentials', 'view_vault'] as const) {
    const allowance = await unlessUnreadable(requireVaultAccess(view, digest, rights, { vaultId, level, now }));
    if (!(allowance instanceof StreamUnreadable) && !isRefusal(allowance)) {
      return allowance;
    }
  }
  return undefined;
};
