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
  /** Of the request: a repeated one has the same. */
  readonly restartId: string;
  readonly restartedBy: string;
}

/** Only where it was stopped: what was signed must be continued as long as it can be. Once for each request. */
export const restartEvidence = (
  { stopped, log, restarts }: EvidenceState,
  { origin, ...restart }: Restart,
  restartedAt: string,
): readonly EvidenceEvent[] | Refusal => {
  if (restarts.some(({ restartId }) => restartId === restart.restartId)) return [];
  return stopped === undefined
    ? refuse('EVIDENCE_NOT_STOPPED', 'The log is signed; there is nothing to begin anew.')
    : [
        {
          type: 'keyledger.evidence-restarted.v1',
          data: { log: log + 1, origin: `${origin}/${log + 1}`, ...restart, restartedAt },
        },
      ];
};

export interface KeyChain {
  readonly origin: string;
  /** The keys that are held, each follows the one before it. */
  readonly vkeys: readonly string[];
  /** Of the newest checkpoint. */
  readonly signedBy?: string;
  readonly reason?: string;
}

/**
 * Names each key that follows the one that signs so far: as often as it is asked, once. Refused where that one is not held any
 * more: the tree up to here could not be signed with it.
 */
export const changeEvidenceKey = (
  { stopped, keyChanges }: EvidenceState,
  { origin, vkeys, signedBy, reason }: KeyChain,
  changedAt: string,
): readonly EvidenceEvent[] | Refusal => {
  const present = keyChanges.at(-1)?.vkey ?? signedBy ?? vkeys[0];
  const at = present === undefined ? -1 : vkeys.indexOf(present);
  if (at === vkeys.length - 1 && at >= 0) return [];
  if (stopped !== undefined) {
    return refuse('EVIDENCE_STOPPED', 'The log is signed no more; an owner begins a new one, which any key may sign.');
  }
  if (at < 0) {
    return refuse(
      'CONFLICT',
      'The key that signs checkpoints is not here; put it back. Where it is lost, start the server with another one: an owner then begins a new log.',
    );
  }
  return vkeys.slice(at + 1).map((vkey, after) => ({
    type: 'keyledger.evidence-key-changed.v1' as const,
    data: { origin, former: vkeys[at + after] as string, vkey, ...(reason === undefined ? {} : { reason }), changedAt },
  }));
};

/** At most once an hour. */
export const recordCheckpoint = (
  { recordedAt, stopped }: EvidenceState,
  checkpoint: Omit<CheckpointRecorded['data'], 'recordedAt' | 'handover'>,
  now: string,
): readonly EvidenceEvent[] =>
  stopped !== undefined || (recordedAt !== undefined && Date.parse(now) - Date.parse(recordedAt) < HOUR_MS)
    ? []
    : [{ type: 'keyledger.checkpoint-recorded.v1', data: { ...checkpoint, recordedAt: now } }];

/** The last checkpoint of a former key: once, however often it is asked for. */
export const recordHandover = (
  { handovers = [], stopped }: EvidenceState,
  checkpoint: Omit<CheckpointRecorded['data'], 'recordedAt' | 'handover'>,
  now: string,
): readonly EvidenceEvent[] =>
  stopped !== undefined || handovers.includes(checkpoint.size)
    ? []
    : [{ type: 'keyledger.checkpoint-recorded.v1', data: { ...checkpoint, handover: true, recordedAt: now } }];
