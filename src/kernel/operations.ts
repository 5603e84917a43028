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
export abstract class ProjectionOperations {
  abstract status(): Promise<readonly ProjectionReport[]>;
  abstract has(name: string): boolean;
  /** Builds anew beside what is served; answers when that has begun. */
  abstract rebuild(name: string): Promise<void>;
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

/** Makes, lists and removes copies while the server goes on. Errors: `StoreUnavailable`. */
export abstract class Backups {
  /** `id` names the folder; the same id again answers the copy that stands there. */
  abstract make(id: string, now: string): Promise<Backup>;
  /** Newest first. */
  abstract list(): Promise<readonly Backup[]>;
  /** Its files are gone when this is answered; one that is gone already is. */
  abstract remove(id: string): Promise<void>;
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
  /** Of them those that do not open with the root key. */
  readonly unopened: readonly ValueName[];
  /** Served by what the facts say, and not in the copy. */
  readonly missing: readonly ValueName[];
  /** In the copy, and no fact points to them: they are kept for the grace period, counted from the restore. */
  readonly unclaimed: readonly ValueName[];
}

/** An event that a policy has gone on without. */
export interface ParkedReport {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  /** When it failed for the first time. */
  readonly since: string;
  readonly tries: number;
  /** Names the error; no secrets. */
  readonly cause: string;
  /** The policy ends what somebody may no longer have: until this is settled, somebody may still have it. */
  readonly critical?: true;
}

/** A policy as operators see it. */
export interface PolicyReport {
  readonly name: string;
  /** Everything up to here was acted upon, or is parked. */
  readonly position: string;
  /** What lies between there and the log's head: events, or bytes of the log where it is in EventStoreDB. */
  readonly lag: number;
  /** When the oldest event happened that it has to act upon. */
  readonly oldestUnhandled?: string;
  /** Times it failed since this node took up the policies; 0 where another node is at work. */
  readonly failures: number;
  /** The read model that it waits for on this node, which is no failure. */
  readonly waitsFor?: string;
  readonly parked: readonly ParkedReport[];
}

/** What operators see of the policies. */
export abstract class PolicyOperations {
  abstract has(name: string): boolean;
  /** Throws what the stores throw. */
  abstract reports(): Promise<readonly PolicyReport[]>;
  /** What they have gone on without, and nothing of where they stand. Throws what the stores throw. */
  abstract parked(): Promise<readonly Pick<PolicyReport, 'name' | 'parked'>[]>;
}
