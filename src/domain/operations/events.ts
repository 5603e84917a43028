import type { DomainEvent } from '../../kernel/event';

/** An owner has a read model built anew. */
export type ProjectionRebuildRequested = DomainEvent<
  'keyledger.projection-rebuild-requested.v1',
  { projection: string }
>;
/** An owner has everything but the root key copied; the copy follows. */
export type BackupRequested = DomainEvent<'keyledger.backup-requested.v1', { backupId: string }>;
/** The copy stands under the data folder. */
export type BackupMade = DomainEvent<
  'keyledger.backup-made.v1',
  { backupId: string; upToPosition: string; bytes: number }
>;
/** The copy was not made; nothing of it is left. */
export type BackupFailed = DomainEvent<'keyledger.backup-failed.v1', { backupId: string }>;

/** An owner has these backups removed: what they still held of deleted things is gone with them. */
export type BackupsPruned = DomainEvent<'keyledger.backups-pruned.v1', { backupIds: readonly string[] }>;

/**
 * The log and its sealed values were copied, fact by fact, from one place to another, and count there from now on: the first fact
 * of the new place. `digest`: SHA-256 of the canonical texts of all `facts` before it, a newline behind each.
 */
export type LogMoved = DomainEvent<
  'keyledger.log-moved.v1',
  { copyId: string; from: string; to: string; facts: number; digest: string }
>;

/**
 * The log was put back to an older copy of itself: what it held after the last common fact, up to the lost one, is gone.
 * Told once, by whichever node finds it first; `foundBy` is who followed the log and found its place gone.
 */
export type LogWentBack = DomainEvent<
  'keyledger.log-went-back.v1',
  {
    critical: true;
    foundBy: string;
    /** Absent: none of those known then is in the log. */
    lastCommon?: { position: string; eventId: string };
    /** How far the log was known to reach. */
    lost: { position: string; eventId?: string };
  }
>;

/**
 * An outside sink has taken nothing for ten minutes, told once for each outage. `code`: what it failed with last; `since`: when it
 * began. What it was not sent stays in the log, and is sent once it takes it.
 */
export type SinkFailed = DomainEvent<
  'keyledger.sink-failed.v1',
  { critical: true; sink: 'file' | 'syslog' | 'https'; code: string; since: string }
>;

/** An outside sink of which an outage was told takes what it is sent again: all of it, also what came meanwhile. `since`: as the outage said. */
export type SinkRecovered = DomainEvent<
  'keyledger.sink-recovered.v1',
  { sink: 'file' | 'syslog' | 'https'; since: string; recoveredAt: string }
>;

export type OperationEvent =
  | ProjectionRebuildRequested
  | BackupRequested
  | BackupMade
  | BackupFailed
  | BackupsPruned
  | LogMoved
  | LogWentBack
  | SinkFailed
  | SinkRecovered;
