/** A read model as operators see it. */
export interface ProjectionReport {
  readonly name: string;
  readonly version: number;
  readonly position: string;
  /** Events that wait to be applied. */
  readonly lag: number;
  readonly state: 'running' | 'rebuilding' | 'stopped';
  readonly progress?: { readonly percent: number; readonly eventsPerSecond: number };
  readonly error?: string;
}

/** What operators do with the read models. */
export interface ProjectionOperations {
  status(): Promise<readonly ProjectionReport[]>;
  has(name: string): boolean;
  /** Builds anew beside what is served; answers when that has begun. */
  rebuild(name: string): Promise<void>;
}

/** A copy of everything but the root key. */
export interface Backup {
  /** Name of its folder under `<data dir>/backups`. */
  readonly id: string;
  readonly madeAt: string;
  /** The log up to here is in it. */
  readonly position: string;
  readonly bytes: number;
}

/** Makes and lists copies while the server goes on. Errors: `StoreUnavailable`. */
export interface Backups {
  /** `id` names the folder; the same id again answers the copy that stands there. */
  make(id: string, now: string): Promise<Backup>;
  list(): Promise<readonly Backup[]>;
}

/** One version of one identity's value. */
export interface ValueName {
  readonly identityId: string;
  readonly version: number;
}

/** What a restore found, once the copy stood in its new place. */
export interface Restored {
  readonly id: string;
  /** When the copy was made: what was done later is not in it. */
  readonly madeAt: string;
  readonly events: number;
  readonly position: string;
  readonly streams: number;
  /** Sealed values in the copy. */
  readonly values: number;
  /** Absent: there was no root key to open them with, so nobody knows. */
  readonly unopened?: readonly ValueName[];
  /** Served by what the facts say, and not in the copy. */
  readonly missing: readonly ValueName[];
  /** In the copy, and no fact points to them: they are kept for the grace period, counted from the restore. */
  readonly unclaimed: readonly ValueName[];
}
