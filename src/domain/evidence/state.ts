import { withItem, withItemChanged, withItemsFirst, withoutItem } from '../../kernel/draft';
import type { Fold } from '../../kernel/fold';
import type { EvidenceBundleRequested, EvidenceEvent, EvidenceKeyChanged, EvidenceStopped } from './events';

/** More are not remembered: an older one is asked for anew. */
const MOST_BUNDLES = 100;

/** More are not remembered: who repeats an older request is told that the log is signed. */
const MOST_RESTARTS = 20;

export type EvidenceBundle = EvidenceBundleRequested['data'] & {
  readonly status: 'making' | 'made' | 'failed';
  readonly bytes?: number;
  readonly sha256?: string;
};

export interface EvidenceState {
  /** Which log of checkpoints is the present one, from 1 on. */
  readonly log: number;
  /** How it is called, where it is not the first one. */
  readonly origin?: string;
  /** The last checkpoint of the log before. */
  readonly continues?: string;
  /** How its signing key was changed, in order. */
  readonly keyChanges: readonly EvidenceKeyChanged['data'][];
  /** Keys that signed the logs before and that facts name, the newest first. */
  readonly formerKeys: readonly string[];
  /** Why it is signed no further. */
  readonly stopped?: EvidenceStopped['data'];
  /** When a checkpoint was last told in the log, RFC 3339. */
  readonly recordedAt?: string;
  /** Sizes of the trees that were the last ones of a former key, as far as the log tells their checkpoints. Absent: it tells none. */
  readonly handovers?: readonly number[];
  /** By which request each log was begun that is not the first one, the newest last. */
  readonly restarts: readonly { readonly restartId: string; readonly log: number }[];
  /** The newest last. */
  readonly bundles: readonly EvidenceBundle[];
}

/** The keys that facts name for the present log, the newest first. */
export const namedKeys = ({ keyChanges }: Pick<EvidenceState, 'keyChanges'>): readonly string[] =>
  [...keyChanges.slice(0, 1).map(({ former }) => former), ...keyChanges.map(({ vkey }) => vkey)].toReversed();

const changed = (
  { bundles, ...state }: EvidenceState,
  bundleId: string,
  change: Partial<EvidenceBundle>,
): EvidenceState => ({
  ...state,
  bundles: withItemChanged(
    bundles,
    (bundle) => bundle.bundleId === bundleId,
    (bundle) => ({ ...bundle, ...change }),
  ),
});

/** How the proving of the log stands. */
export const evidence: Fold<EvidenceState, EvidenceEvent> = {
  category: 'evidence',
  neverFrozen: true,
  initial: { log: 1, keyChanges: [], formerKeys: [], restarts: [], bundles: [] },
  evolve: {
    'keyledger.evidence-stopped.v1': (state, stopped) => ({ ...state, stopped }),
    'keyledger.evidence-restarted.v1': (
      { recordedAt, bundles, ...state },
      { log, origin, lastCheckpoint, restartId },
    ) => ({
      log,
      origin,
      keyChanges: [],
      formerKeys: withItemsFirst(state.formerKeys, namedKeys(state)),
      restarts: [...state.restarts, ...(restartId === undefined ? [] : [{ restartId, log }])].slice(-MOST_RESTARTS),
      bundles,
      ...(lastCheckpoint === undefined ? {} : { continues: lastCheckpoint }),
      ...(recordedAt === undefined ? {} : { recordedAt }),
    }),
    'keyledger.evidence-key-changed.v1': (state, changed) => ({
      ...state,
      keyChanges: withItem(state.keyChanges, changed),
    }),
    'keyledger.checkpoint-recorded.v1': (state, { size, handover, recordedAt }) => ({
      ...state,
      recordedAt,
      ...(handover === true ? { handovers: withItem(state.handovers ?? [], size) } : {}),
    }),
    'keyledger.evidence-bundle-requested.v1': ({ bundles, ...state }, requested) => {
      const all = withItem(bundles, { ...requested, status: 'making' as const });
      const [oldest] = all;
      return { ...state, bundles: all.length > MOST_BUNDLES ? withoutItem(all, (each) => each === oldest) : all };
    },
    'keyledger.evidence-bundle-made.v1': (state, { bundleId, bytes, sha256 }) =>
      changed(state, bundleId, { status: 'made', bytes, sha256 }),
    'keyledger.evidence-bundle-failed.v1': (state, { bundleId }) => changed(state, bundleId, { status: 'failed' }),
  },
};
