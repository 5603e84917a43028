import { withEntry, withItem, withItemAt } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { TargetAccountClaimed, TargetMachineClaimed } from './events';

export type MachineClaim = TargetMachineClaimed['data'];
export type AccountClaim = Omit<TargetAccountClaimed['data'], 'identityGroupId'>;

/** In the order in which they were first made; whether one still stands, what it is about says itself. */
export interface Claims<C> {
  readonly claims: readonly C[];
  /** By whose they are, where among the claims each stands. */
  readonly places: Readonly<Record<string, number>>;
}

const NONE: Claims<never> = { claims: [], places: {} };

/** A claim made anew, by a host's next agent, say, keeps its place and its time. */
const withClaim = <C extends { claimedAt: string }>(
  { claims, places }: Claims<C>,
  whose: string,
  claim: C,
): Claims<C> => {
  const place = entryOf(places, whose);
  const known = place === undefined ? undefined : claims[place];
  if (place !== undefined && known !== undefined) {
    return { claims: withItemAt(claims, place, { ...claim, claimedAt: known.claimedAt }), places };
  }
  const { length } = claims;
  return { claims: withItem(claims, claim), places: withEntry(places, whose, length) };
};

export const targetMachine: Fold<Claims<MachineClaim>, TargetMachineClaimed> = {
  category: 'targetMachine',
  initial: NONE,
  evolve: {
    'keyledger.target-machine-claimed.v1': (state, claim) => withClaim(state, claim.hostId, claim),
  },
};

export const targetAccount: Fold<Claims<AccountClaim>, TargetAccountClaimed> = {
  category: 'targetAccount',
  initial: NONE,
  evolve: {
    'keyledger.target-account-claimed.v1': (state, { identityGroupId: _, ...claim }) =>
      withClaim(state, `${claim.hostId} ${claim.identityId}`, claim),
  },
};
