import { withEntry } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { LogLossesOmitted, LogLossEvent, LostRevocationFound, OrphanedValueFound } from './events';

export type OrphanedValue = OrphanedValueFound['data'] & { readonly settledBy?: string };

export type LostRevocation = LostRevocationFound['data'] & { readonly settledBy?: string };
export type OmittedLosses = LogLossesOmitted['data'] & { readonly settledBy?: string };

/** All by id, in the order they were found. */
export interface LogLossState {
  readonly orphans: Readonly<Record<string, OrphanedValue>>;
  readonly revocations: Readonly<Record<string, LostRevocation>>;
  readonly omitted: Readonly<Record<string, OmittedLosses>>;
}

const added = <V extends { readonly lossId: string }>(record: Readonly<Record<string, V>>, found: V) =>
  entryOf(record, found.lossId) === undefined ? withEntry(record, found.lossId, found) : record;

const settled = <V extends object>(record: Readonly<Record<string, V>>, lossId: string, settledBy: string) => {
  const known = entryOf(record, lossId);
  return known === undefined ? record : withEntry(record, lossId, { ...known, settledBy });
};

/** What a log that was put back left behind, and what of it was settled. */
export const logLosses: Fold<LogLossState, LogLossEvent> = {
  category: 'logLosses',
  neverFrozen: true,
  initial: { orphans: {}, revocations: {}, omitted: {} },
  evolve: {
    'keyledger.orphaned-value-found.v1': (state, found) => ({ ...state, orphans: added(state.orphans, found) }),
    'keyledger.orphaned-value-settled.v1': (state, { lossId, settledBy }) => ({
      ...state,
      orphans: settled(state.orphans, lossId, settledBy),
    }),
    'keyledger.lost-revocation-found.v1': (state, found) => ({
      ...state,
      revocations: added(state.revocations, found),
    }),
    'keyledger.lost-revocation-settled.v1': (state, { lossId, settledBy }) => ({
      ...state,
      revocations: settled(state.revocations, lossId, settledBy),
      omitted: settled(state.omitted, lossId, settledBy),
    }),
    'keyledger.log-losses-omitted.v1': (state, found) => ({ ...state, omitted: added(state.omitted, found) }),
  },
};
