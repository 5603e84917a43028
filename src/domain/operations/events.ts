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

export type OperationEvent = ProjectionRebuildRequested | BackupRequested | BackupMade | BackupFailed;
