import type { Fold } from '../../kernel/fold';
import type { TargetAccountClaimed, TargetMachineClaimed } from './events';

export type MachineClaim = TargetMachineClaimed['data'];
export type AccountClaim = Omit<TargetAccountClaimed['data'], 'identityGroupId'>;

/** In the order in which they were first made; whether one still stands, what it is about says itself. */
export interface Claims<C> {
  readonly claims: readonly C[];
}

/** A claim made anew, by a host's next agent, say, keeps its place and its time. */
const withClaim = <C extends { claimedAt: string }>(
  claims: readonly C[],
  claim: C,
  isOne: (known: C) => boolean,
): readonly C[] =>
  claims.some(isOne)
    ? claims.map((known) => (isOne(known) ? { ...claim, claimedAt: known.claimedAt } : known))
    : [...claims, claim];

export const targetMachine: Fold<Claims<MachineClaim>, TargetMachineClaimed> = {
  category: 'targetMachine',
  initial: { claims: [] },
  evolve: {
    'keyledger.target-machine-claimed.v1': ({ claims }, claim) => ({
      claims: withClaim(claims, claim, ({ hostId }) => hostId === claim.hostId),
    }),
  },
};

export const targetAccount: Fold<Claims<AccountClaim>, TargetAccountClaimed> = {
  category: 'targetAccount',
  initial: { claims: [] },
  evolve: {
    'keyledger.target-account-claimed.v1': ({ claims }, { identityGroupId: _, ...claim }) => ({
      claims: withClaim(
        claims,
        claim,
        ({ hostId, identityId }) => hostId === claim.hostId && identityId === claim.identityId,
      ),
    }),
  },
};
