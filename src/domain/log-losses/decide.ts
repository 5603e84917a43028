import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { LogLossesOmitted, LogLossEvent, LostRevocationFound, OrphanedValueFound } from './events';
import type { LogLossState, OrphanedValue } from './state';

const isOf = (identityId: string, version: number) => (orphan: OrphanedValue) =>
  orphan.orphanId === identityId && orphan.version === version;

/** What is told of a value of an identity; undefined: it was found by nobody. */
export const orphanOf = ({ orphans }: LogLossState, identityId: string, version: number): OrphanedValue | undefined =>
  Object.values(orphans).find(isOf(identityId, version));

/** Of each kind: more than that nobody goes through. */
const MOST_OPEN = 1000;

const roomIn = (record: Readonly<Record<string, { readonly settledBy?: string }>>): number =>
  MOST_OPEN - Object.values(record).filter(({ settledBy }) => settledBy === undefined).length;

/**
 * Once a value, whichever node finds it and however often the log goes back. `isOmitted`: the list is full; it is kept all
 * the same.
 */
export const findOrphan = (
  state: LogLossState,
  found: OrphanedValueFound['data'],
): { readonly events: readonly LogLossEvent[]; readonly isOmitted: boolean } => {
  if (orphanOf(state, found.orphanId, found.version) !== undefined) return { events: [], isOmitted: false };
  return roomIn(state.orphans) > 0
    ? { events: [{ type: 'keyledger.orphaned-value-found.v1', data: found }], isOmitted: false }
    : { events: [], isOmitted: true };
};

/** How many were found and not listed, once for each loss of the log. */
export const omitLosses = ({ omitted }: LogLossState, left: LogLossesOmitted['data']): readonly LogLossEvent[] =>
  left.omitted === 0 || entryOf(omitted, left.lossId) !== undefined
    ? []
    : [{ type: 'keyledger.log-losses-omitted.v1', data: left }];

/**
 * Each once, in the order given, as many as a person can go through; of the others, how many they are. `omittedAs`: those
 * omitted before, as when it was stopped in between, are omitted again.
 */
export const findRevocations = (
  state: LogLossState,
  found: readonly LostRevocationFound['data'][],
  omittedAs: string,
): { readonly events: readonly LogLossEvent[]; readonly omitted: number } => {
  const isNews = ({ lossId }: { readonly lossId: string }) => entryOf(state.revocations, lossId) === undefined;
  const news = entryOf(state.omitted, omittedAs) === undefined ? found.filter(isNews) : [];
  const listed = news.slice(0, Math.max(0, roomIn(state.revocations)));
  return {
    events: listed.map((data) => ({ type: 'keyledger.lost-revocation-found.v1', data })),
    omitted: news.length - listed.length,
  };
};

/** Settled once is settled for ever. */
export const settleRevocation = (
  { revocations, omitted }: LogLossState,
  { lossId, reason, settledBy }: { readonly lossId: string; readonly reason: string; readonly settledBy: string },
): readonly LogLossEvent[] | Refusal => {
  const found = entryOf(revocations, lossId) ?? entryOf(omitted, lossId);
  if (found === undefined) {
    return refuse('NOT_FOUND', 'There is no such damage.');
  }
  return found.settledBy === undefined
    ? [{ type: 'keyledger.lost-revocation-settled.v1', data: { lossId, reason, settledBy } }]
    : [];
};

/** Settled once is settled for ever. `isProven`: a host is known to hold it. */
export const settleOrphan = (
  { orphans }: LogLossState,
  { lossId, reason, settledBy }: { readonly lossId: string; readonly reason: string; readonly settledBy: string },
  isProven: boolean,
): readonly LogLossEvent[] | Refusal => {
  const found = entryOf(orphans, lossId);
  if (found === undefined) {
    return refuse('NOT_FOUND', 'There is no such damage.');
  }
  const { orphanId, version } = found;
  if (found.settledBy !== undefined) {
    return [];
  }
  return isProven
    ? refuse('CONFLICT', 'A host is known to hold this value. Rotate the identity first.')
    : [{ type: 'keyledger.orphaned-value-settled.v1', data: { lossId, orphanId, version, reason, settledBy } }];
};
