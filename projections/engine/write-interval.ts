/** How often a filling writes. */
export interface WriteInterval {
  /** How long live events are gathered when nobody waits: a transaction costs the same for one document as for many, ms. */
  readonly gatherMs: number;
  /** Between two writes of a checkpoint that has no document with it, ms. */
  readonly idleCheckpointMs: number;
}

/** Who waits is in this process and can hurry the filling. */
export const ALONE: WriteInterval = { gatherMs: 250, idleCheckpointMs: 1000 };

/** Who waits may be on another node, which sees what has been written and nothing else. */
export const SHARED: WriteInterval = { gatherMs: 100, idleCheckpointMs: 0 };
