import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { LogLossEvent, OrphanedValueFound } from './events';

export type OrphanedValue = OrphanedValueFound['data'] & { readonly settledBy?: string };

export interface LogLossState {
  /** By id, in the order they were found. */
  readonly orphans: Readonly<Record<string, OrphanedValue>>;
}

/** What a log that was put back left behind, and what of it was settled. */
export const logLosses: Fold<LogLossState, LogLossEvent> = {
  category: 'logLosses',
  neverFrozen: true,
  initial: { orphans: {} },
  evolve: {
    'keyledger.orphaned-value-found.v1': ({ orphans }, found) => ({
      orphans: { ...orphans, [found.lossId]: entryOf(orphans, found.lossId) ?? found },
    }),
    'keyledger.orphaned-value-settled.v1': ({ orphans }, { lossId, settledBy }) => {
      const known = entryOf(orphans, lossId);
      return known === undefined ? { orphans } : { orphans: { ...orphans, [lossId]: { ...known, settledBy } } };
    },
  },
};
