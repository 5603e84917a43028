import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { LogLossEvent, OrphanedValueFound } from './events';
import type { LogLossState, OrphanedValue } from './state';

const isOf = (identityId: string, version: number) => (orphan: OrphanedValue) =>
  orphan.orphanId === identityId && orphan.version === version;

/** What is told of a value of an identity; undefined: it was found by nobody. */
export const orphanOf = ({ orphans }: LogLossState, identityId: string, version: number): OrphanedValue | undefined =>
  Object.values(orphans).find(isOf(identityId, version));

/** Once a value, whichever node finds it and however often the log goes back. */
export const findOrphan = (state: LogLossState, found: OrphanedValueFound['data']): readonly LogLossEvent[] =>
  orphanOf(state, found.orphanId, found.version) === undefined
    ? [{ type: 'keyledger.orphaned-value-found.v1', data: found }]
    : [];

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
