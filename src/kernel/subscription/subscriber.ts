import type { SubscriptionBatch } from '../event-store';

/** Who follows the log. */
export interface Subscriber {
  /** Tells it apart in figures and reports, for example `policy expire-session-when-due`; no two of a process are called alike. */
  readonly name: string;
  /** Wire names wanted; default all. */
  readonly types?: readonly string[];
  /** Most events in one batch; default as the store likes it. */
  readonly batchSize?: number;
  /**
   * Takes what came; the next batch comes when this has been answered. What it throws is told, and the same batch comes
   * again after a pause, so that what it did of it by then must harm nothing when it is done twice.
   */
  take(batch: SubscriptionBatch): Promise<void> | void;
  /** Told of each failure, its own and the store's; every one is tried again. */
  onTrouble(error: unknown): void;
}
