import type { EventStore } from '../../../kernel/event-store';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';

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
  private readonly stopped = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly tell: (event: RecordedEvent) => void,
    private readonly onTrouble: (error: unknown) => void,
    private readonly tellPassed: (entry: StreamEntry) => void = () => undefined,
  ) {}

  /** Begins at the log's head: what came before is read when it is needed. */
  async start(): Promise<void> {
    this.at = await this.store.head();
    this.running = this.run();
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

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    let pause = 50;
    while (!signal.aborted) {
      try {
        for await (const batch of this.store.subscribe({ after: this.at, signal })) {
          batch.events.forEach(this.tell);
          batch.passed?.forEach(this.tellPassed);
          this.moved(batch.position);
          pause = 50;
        }
      } catch (error) {
        this.onTrouble(error);
      }
      if (!signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, pause).unref());
        pause = Math.min(5000, pause * 2);
      }
    }
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
