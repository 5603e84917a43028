import type { DomainEvent } from '../../kernel/event';

/**
 * The log is not the one whose checkpoints were signed: signing ends, service goes on. `agreesUpTo`: the size of the largest
 * signed tree that the log still begins with; `leaf`: the first leaf that is another or gone, where that is known.
 */
export type EvidenceStopped = DomainEvent<
  'keyledger.evidence-stopped.v1',
  {
    critical: true;
    origin: string;
    cause: 'rewritten' | 'cut' | 'other_key';
    detail: string;
    signedSize: number;
    signedRoot: string;
    agreesUpTo: number;
    leaf?: number;
    stoppedAt: string;
  }
>;

/**
 * An owner begins a new log of checkpoints; this is its first leaf. It holds the last checkpoint of the one before. `restartId`: of
 * the request, so that its repetition is known.
 */
export type EvidenceRestarted = DomainEvent<
  'keyledger.evidence-restarted.v1',
  {
    log: number;
    origin: string;
    lastCheckpoint?: string;
    reason: string;
    restartId?: string;
    restartedBy: string;
    restartedAt: string;
  }
>;

/**
 * Checkpoints are signed with another key from the fact after this one on. The tree that ends with this fact is signed with the
 * former key, always: so whoever trusts that one comes to the new one. `former`, `vkey`: C2SP verifier keys.
 */
export type EvidenceKeyChanged = DomainEvent<
  'keyledger.evidence-key-changed.v1',
  { origin: string; former: string; vkey: string; reason?: string; changedAt: string }
>;

/**
 * A signed checkpoint, once an hour in the log itself: who keeps the log keeps it. `handover`: it is the last one of a former key,
 * which is told at once.
 */
export type CheckpointRecorded = DomainEvent<
  'keyledger.checkpoint-recorded.v1',
  { origin: string; size: number; checkpoint: string; handover?: true; recordedAt: string }
>;

/**
 * Somebody was about to be handed facts with what proves them: all up to a checkpoint, or those of an organization or a span of
 * time (`from` inclusive, `to` exclusive).
 */
export type EvidenceBundleRequested = DomainEvent<
  'keyledger.evidence-bundle-requested.v1',
  {
    bundleId: string;
    log: number;
    size: number;
    organizationId?: string;
    from?: string;
    to?: string;
    requestedBy: string;
    requestedAt: string;
  }
>;
/** The bundle can be fetched. */
export type EvidenceBundleMade = DomainEvent<
  'keyledger.evidence-bundle-made.v1',
  { bundleId: string; bytes: number; sha256: string; madeAt: string }
>;
/** It was not made. */
export type EvidenceBundleFailed = DomainEvent<
  'keyledger.evidence-bundle-failed.v1',
  { bundleId: string; madeAt: string }
>;

export type EvidenceEvent =
  | EvidenceStopped
  | EvidenceRestarted
  | EvidenceKeyChanged
  | CheckpointRecorded
  | EvidenceBundleRequested
  | EvidenceBundleMade
  | EvidenceBundleFailed;
