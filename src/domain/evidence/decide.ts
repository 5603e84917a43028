import { refuse, type Refusal } from '../../kernel/refusal';
import type { CheckpointRecorded, EvidenceEvent, EvidenceStopped } from './events';
import type { EvidenceState } from './state';

const HOUR_MS = 60 * 60 * 1000;

/** Once a log, whichever node finds it. */
export const stopEvidence = (
  { stopped, log }: EvidenceState,
  found: Omit<EvidenceStopped['data'], 'critical' | 'stoppedAt'> & { readonly log: number },
  stoppedAt: string,
): readonly EvidenceEvent[] => {
  const { log: foundIn, ...told } = found;
  return stopped !== undefined || foundIn !== log
    ? []
    : [{ type: 'keyledger.evidence-stopped.v1', data: { critical: true, ...told, stoppedAt } }];
};

export interface Restart {
  /** How this installation's first log is called. */
  readonly origin: string;
  readonly lastCheckpoint?: string;
  readonly reason: string;
  readonly restartedBy: string;
}

/** Only where it was stopped: what was signed must be continued as long as it can be. */
export const restartEvidence = (
  { stopped, log }: EvidenceState,
  { origin, ...restart }: Restart,
  restartedAt: string,
): readonly EvidenceEvent[] | Refusal =>
  stopped === undefined
    ? refuse('EVIDENCE_NOT_STOPPED', 'The log is signed; there is nothing to begin anew.')
    : [
        {
          type: 'keyledger.evidence-restarted.v1',
          data: { log: log + 1, origin: `${origin}/${log + 1}`, ...restart, restartedAt },
        },
      ];

/** At most once an hour. */
export const recordCheckpoint = (
  { recordedAt, stopped }: EvidenceState,
  checkpoint: Omit<CheckpointRecorded['data'], 'recordedAt'>,
  now: string,
): readonly EvidenceEvent[] =>
  stopped !== undefined || (recordedAt !== undefined && Date.parse(now) - Date.parse(recordedAt) < HOUR_MS)
    ? []
    : [{ type: 'keyledger.checkpoint-recorded.v1', data: { ...checkpoint, recordedAt: now } }];
