import type { SubscriptionBatch } from '../event-store';
import type { Mark } from './mark';
import type { WentBack } from './went-back';

/** Who follows the log. */
export interface Subscriber {
  /** Tells it apart in figures and reports, for example `policy expire-session-when-due`. */
  readonly name: string;
  /** Wire names wanted; default all. */
  readonly types?: readonly string[];
  /** Most events in one batch, unwanted ones included; default as the store likes it. */
  readonly batchSize?: number;
  /**
   * Takes what came, of the types it wants, and the mark after it; the next batch comes when this has been answered. What it
   * throws is told, and the same batch comes again after a pause, so that what it did of it by then must harm nothing when
   * it is done twice. {@link MarkMoved} is not told: {@link Subscriber.resume} is asked at once.
   */
  take(batch: SubscriptionBatch, mark: Mark): Promise<void> | void;
  /** Where to go on each time it is taken up again; default: where it stood. Undefined ends it. */
  resume?(): Promise<Mark | undefined>;
  /** Told where it goes on, once that was proved and before anything comes. */
  onProved?(mark: Mark): void;
  /** The log went back; default: it goes on from the last common place. Answers where to go on; undefined ends it. */
  onWentBack?(wentBack: WentBack): Promise<Mark | undefined>;
  /** Told of each failure, its own and the store's; every one is tried again. */
  onError(error: unknown): void;
}
