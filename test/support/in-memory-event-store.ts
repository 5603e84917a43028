import type {
  EventStore,
  ReadAllOptions,
  ReadStreamOptions,
  StreamPage,
  SubscribeOptions,
  SubscriptionBatch,
} from '../../src/kernel/event-store';
import type { NewEvent } from '../../src/kernel/new-event';
import type { Position } from '../../src/kernel/position';
import type { RecordedEvent } from '../../src/kernel/recorded-event';

const positionOf = (n: number): Position => String(n).padStart(16, '0');

/** How a subscription delivers, so that a test decides where batches end and what comes twice. */
export interface Delivery {
  /** Size of the next batch; default all that is wanted. */
  readonly size?: () => number;
  /** How many events before the place to resume from are delivered once more; default none. */
  readonly again?: () => number;
}

/** The log of a test: what is appended, in order, delivered as the test says. Expected revisions are not its subject: any append is taken. */
export class InMemoryEventStore implements EventStore {
  readonly events: RecordedEvent[] = [];
  /** Thrown by the next delivery, once. */
  failure?: Error;
  private wakers: (() => void)[] = [];

  constructor(private readonly delivery: Delivery = {}) {}

  async append(stream: string, _expected: unknown, events: readonly NewEvent[]) {
    let revision = this.events.filter((event) => event.stream === stream).length - 1;
    for (const event of events) {
      revision += 1;
      this.events.push({ ...event, stream, revision, position: positionOf(this.events.length + 1) });
    }
    this.wakers.splice(0).forEach((wake) => wake());
    return { revision, position: await this.head(), repeated: false };
  }

  async logId(): Promise<string> {
    return 'log-in-memory';
  }

  async readStream(
    stream: string,
    { from = 0, limit }: Partial<ReadStreamOptions> = {},
  ): Promise<readonly RecordedEvent[]> {
    return this.events.filter((event) => event.stream === stream && event.revision >= from).slice(0, limit);
  }

  async scanStream(stream: string, from: number, limit: number): Promise<StreamPage> {
    const events = await this.readStream(stream, { from, limit });
    return { entries: events.map((event) => ({ ...event, event })), more: events.length >= limit };
  }

  async readAll({ from, direction, limit }: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    const isBackwards = direction === 'backwards';
    const ordered = isBackwards ? this.events.toReversed() : this.events;
    const isBeyond = ({ position }: RecordedEvent) =>
      from === undefined || (isBackwards ? position < from : position > from);
    return ordered.filter(isBeyond).slice(0, limit);
  }

  async head(): Promise<Position> {
    return this.events.at(-1)?.position ?? '';
  }

  async *subscribe({ after, types, signal, batchSize = 500 }: SubscribeOptions): AsyncIterable<SubscriptionBatch> {
    let at = Math.max(0, Number(after) - (this.delivery.again?.() ?? 0));
    for (let first = true; !signal.aborted; first = false) {
      if (!first && at >= this.events.length) {
        await this.more(signal);
        continue;
      }
      this.fail();
      const page = this.events.slice(at, at + Math.min(batchSize, this.delivery.size?.() ?? batchSize));
      at += page.length;
      const events = types === undefined ? page : page.filter(({ type }) => types.includes(type));
      yield { events, position: at === 0 ? '' : positionOf(at), caughtUp: at >= this.events.length };
    }
  }

  private fail(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) {
      throw failure;
    }
  }

  private more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wakers.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
