import type { Fold } from '../../kernel/fold';
import type { BreakGlassTried } from './events';

/** How many tries of one user a minute may have. The manual: 3. */
export const TRIES_A_MINUTE = 3;

export interface BreakGlassState {
  /** The last ones, oldest first: as many as a minute may have. */
  readonly tries: readonly { readonly sessionId: string; readonly at: string }[];
}

/** `breakGlass-<user id>`: how often a user tried to break the glass of late, the same for every node. */
export const breakGlassTries: Fold<BreakGlassState, BreakGlassTried> = {
  category: 'breakGlass',
  initial: { tries: [] },
  // It gives nobody a right; to forget it would give a user three tries more.
  withoutRights: (state) => state,
  evolve: {
    'keyledger.break-glass-tried.v1': ({ tries }, { sessionId, triedAt }) => ({
      tries: [...tries, { sessionId, at: triedAt }].slice(-TRIES_A_MINUTE),
    }),
  },
};
