import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import { markAtPosition } from '../../../kernel/subscription/mark';
import type { Subscription } from '../../../kernel/subscription/subscription';
import type { Subscriptions } from '../../../kernel/subscription/subscriptions';

interface Waiter {
  readonly position: Position;
  readonly resolve: (reached: boolean) => void;
}

/**
 * Follows the whole log and tells every event once, in order. A subscription that breaks is taken up again where it
 * stood; until then waiters are answered false after their time, and decisions read instead.
 */
export class Follower {
  private at: Position = '';
  private waiters: Waiter[] = [];
  private readonly subscription: Subscription;

  constructor(
    private readonly subscriptions: Subscriptions,
    told: {
      /** Every event, once, in order. */
      readonly event: (event: RecordedEvent) => void;
      /** What in our streams was passed over. */
      readonly passed: (entry: StreamEntry) => void;
      /** What was told until now may be of a log that is no more. */
      readonly wentBack: () => void;
    },
    onError: (error: unknown) => void,
  ) {
    this.subscription = subscriptions.of({
      name: 'baselines',
      take: ({ events, passed, position }) => {
        events.forEach(told.event);
        passed?.forEach(told.passed);
        this.moved(position);
      },
      onWentBack: async ({ lastCommon }) => {
        this.at = lastCommon.position;
        told.wentBack();
        return lastCommon;
      },
      onError,
    });
  }

  /** Begins at the log's head: what came before is read when it is needed. */
  async start(): Promise<void> {
    this.at = await this.subscriptions.head();
    this.subscription.start(markAtPosition(this.at));
  }

  /** Everything up to here was told. */
  get position(): Position {
    return this.at;
  }

  /** True once everything up to the position was told; false when that took too long. */
  reached(position: Position, withinMs: number): true | Promise<boolean> {
    if (this.at >= position) {
      return true;
    }
    return new Promise((resolve) => {
      const waiter: Waiter = { position, resolve };
      this.waiters.push(waiter);
      const timer = setTimeout(() => {
        this.waiters = this.waiters.filter((other) => other !== waiter);
        resolve(false);
      }, withinMs);
      timer.unref();
    });
  }

  stop(): Promise<void> {
    return this.subscription.stop();
  }

  private moved(position: Position): void {
    this.at = position > this.at ? position : this.at;
    const due = this.waiters.filter((waiter) => waiter.position <= this.at);
    if (due.length > 0) {
      this.waiters = this.waiters.filter((waiter) => waiter.position > this.at);
      due.forEach((waiter) => waiter.resolve(true));
    }
  }
}
