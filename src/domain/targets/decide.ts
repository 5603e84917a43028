import type { TargetAccountClaimed, TargetMachineClaimed } from './events';
import type { AccountClaim, Claims, MachineClaim } from './state';

/** Nothing when the same agent said so before. */
export const claimMachine = (
  { claims }: Claims<MachineClaim>,
  claim: TargetMachineClaimed['data'],
): readonly TargetMachineClaimed[] =>
  claims.some(({ hostId, agentId }) => hostId === claim.hostId && agentId === claim.agentId)
    ? []
    : [{ type: 'keyledger.target-machine-claimed.v1', data: claim }];

/** Nothing when the same agent said so before. */
export const claimAccount = (
  { claims }: Claims<AccountClaim>,
  claim: TargetAccountClaimed['data'],
): readonly TargetAccountClaimed[] =>
  claims.some(
    ({ hostId, identityId, agentId }) =>
      hostId === claim.hostId && identityId === claim.identityId && agentId === claim.agentId,
  )
    ? []
    : [{ type: 'keyledger.target-account-claimed.v1', data: claim }];

/** Which of two that mean one thing stops: who asks, the other, or neither, as nobody can tell who came later. */
export type ClaimVerdict = 'asker' | 'other' | 'neither';

/**
 * Two hosts that say they are one machine. What is known stops the agent that came after it was known; one that was there
 * before is stopped by nobody's word.
 */
export const whichHostStops = (
  caller: { readonly claimedAt: string; readonly enrolledAt: string },
  other: { readonly claimedAt: string; readonly enrolledAt: string },
): ClaimVerdict => {
  if (other.claimedAt <= caller.claimedAt) return caller.enrolledAt > other.claimedAt ? 'asker' : 'neither';
  return other.enrolledAt > caller.claimedAt ? 'other' : 'neither';
};

/** An identity on a host, as far as that tells who came later. */
export interface IdentityAge {
  readonly createdAt: string;
  /** It was pointed at the account later than it was created. */
  readonly moved: boolean;
  readonly stopped: boolean;
}

/**
 * Two identities of one host, by the word of its one agent: the newer one stops. Where one was pointed there after its
 * creation, the one whose account was known later. Who stands still does not stop the other.
 */
export const whichIdentityStops = (caller: IdentityAge, other: IdentityAge, otherWasFirst: boolean): ClaimVerdict => {
  if (other.stopped) return 'other';
  if (caller.stopped) return 'asker';
  const isAskerLater = caller.moved || other.moved ? otherWasFirst : caller.createdAt >= other.createdAt;
  return isAskerLater ? 'asker' : 'other';
};
