import type { Fold } from '../../kernel/fold';
import type { EvidenceEvent, EvidenceStopped } from './events';

export interface EvidenceState {
  /** Which log of checkpoints is the present one, from 1 on. */
  readonly log: number;
  /** How it is called, where it is not the first one. */
  readonly origin?: string;
  /** The last checkpoint of the log before. */
  readonly continues?: string;
  /** Why it is signed no further. */
  readonly stopped?: EvidenceStopped['data'];
  /** When a checkpoint was last told in the log, RFC 3339. */
  readonly recordedAt?: string;
}

/** How the proving of the log stands. */
export const evidence: Fold<EvidenceState, EvidenceEvent> = {
  category: 'evidence',
  neverFrozen: true,
  initial: { log: 1 },
  evolve: {
    'keyledger.evidence-stopped.v1': (state, stopped) => ({ ...state, stopped }),
    'keyledger.evidence-restarted.v1': ({ recordedAt }, { log, origin, lastCheckpoint }) => ({
      log,
      origin,
      ...(lastCheckpoint === undefined ? {} : { continues: lastCheckpoint }),
      ...(recordedAt === undefined ? {} : { recordedAt }),
    }),
    'keyledger.checkpoint-recorded.v1': (state, { recordedAt }) => ({ ...state, recordedAt }),
  },
};
