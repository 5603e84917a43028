import type {
  Appended,
  EventStore,
  ReadAllOptions,
  ReadStreamOptions,
  SubscribeOptions,
  SubscriptionBatch,
} from '../../../kernel/event-store';
import type { ExpectedRevision } from '../../../kernel/expected-revision';
import type { NewEvent } from '../../../kernel/new-event';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import { StoreDamaged } from '../../../kernel/store-errors';
import { AppendCall, type AppendTools } from './append-call';
import type { Connection } from './connection';
import type { LiveFeed } from './live-feed';
import type { Entry } from './live-window';
import { NewIds } from './new-ids';
import { Reads, type Page } from './reads';
import { fromStored, placeOf } from './stored-event';
import { StreamIds } from './stream-ids';
import { StreamSearch } from './stream-search';

const PAGE = 500;
/** Longer than a server takes to start again, shorter than a request's patience. */
const APPEND_PATIENCE_MS = 12_000;

export interface EventStoreDbParts {
  readonly connection: Connection;
  readonly feed: LiveFeed;
  readonly logId: string;
  /** The log's head when it was opened. */
  readonly head: Position;
  readonly close: () => Promise<void>;
  /** Told of each append, and how many events it was of, when it has ended, however it did. */
  readonly onAppend: (events: number) => void;
  readonly appendPatienceMs?: number;
}

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

/** The log in EventStoreDB. Made by `openEventStoreDb`, which proves first that the server is what this relies on. */
export class EventStoreDbEventStore implements EventStore {
  private readonly reads: Reads;
  private readonly appends: AppendTools;
  /** Highest position this process has seen: what lies below it was there before. */
  private highest: Position;

  constructor(private readonly parts: EventStoreDbParts) {
    this.reads = new Reads(parts.connection);
    this.appends = {
      connection: parts.connection,
      search: new StreamSearch(this.reads),
      streamIds: new StreamIds(this.reads),
      newIds: new NewIds(),
      patienceMs: parts.appendPatienceMs ?? APPEND_PATIENCE_MS,
    };
    this.highest = parts.head;
  }

  logId(): Promise<string> {
    return Promise.resolve(this.parts.logId);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    try {
      const appended = await new AppendCall(this.appends, stream, expected, events, this.highest).run();
      this.saw(appended.position);
      return appended;
    } finally {
      this.parts.onAppend(events.length);
    }
  }

  async readStream(stream: string, options: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    const events = (await this.reads.stream(stream, options)).map(fromStored).filter(isDefined);
    const step = options.direction === 'backwards' ? -1 : 1;
    const start = options.direction === 'backwards' ? events[0]?.revision : (options.from ?? 0);
    events.forEach(({ revision }, index) => {
      if (revision !== (start ?? 0) + index * step) {
        throw new StoreDamaged(`${stream} lacks events in the event store; restore a backup of it`);
      }
    });
    return events;
  }

  async readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    const { limit, direction } = options;
    const wanted = options.types === undefined ? undefined : new Set(options.types);
    const size = Math.min(PAGE, Math.max(limit, 16));
    const found: RecordedEvent[] = [];
    for (let from = options.from; ;) {
      const { page, more } = await (direction === 'backwards'
        ? this.reads.before(from, size)
        : this.reads.after(from ?? '', size));
      for (const event of page.map(fromStored).filter(isDefined)) {
        if (found.length < limit && (wanted === undefined || wanted.has(event.type))) {
          found.push(event);
        }
      }
      const end = page.at(-1);
      if (!more || end === undefined || found.length >= limit) {
        return found;
      }
      from = placeOf(end);
    }
  }

  async head(): Promise<Position> {
    const { feed } = this.parts;
    const before = feed.at;
    const head = await this.reads.head();
    if (head < before && feed.at >= before) feed.wentBackTo(head);
    this.saw(head);
    return head;
  }

  async *subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionBatch> {
    const { signal, batchSize = PAGE } = options;
    const { feed } = this.parts;
    const wanted = options.types === undefined ? undefined : new Set(options.types);
    const { breaks } = feed;
    const goal = await this.head();
    let at = options.after;
    let told = false;
    while (!signal.aborted && !feed.stopped && feed.breaks === breaks) {
      const live = feed.after(at, batchSize);
      const entries = live ?? entriesOf((await this.reads.after(at, batchSize)).page);
      if (entries.length === 0 && told) {
        // Nothing here and nothing live: the feed has what the read has not told yet.
        await feed.change(signal);
        continue;
      }
      if (feed.breaks !== breaks) return;
      at = entries.at(-1)?.position ?? at;
      told = true;
      const events = eventsOf(entries).filter(({ type }) => wanted === undefined || wanted.has(type));
      yield { events, position: at, caughtUp: at >= goal && at >= feed.at };
    }
  }

  /** Subscriptions end; what is out is waited for. */
  close(): Promise<void> {
    return this.parts.close();
  }

  private saw(position: Position): void {
    this.highest = position > this.highest ? position : this.highest;
  }
}

const entriesOf = (page: Page): readonly Entry[] =>
  page.map((resolved) => {
    const [event, position] = [fromStored(resolved), placeOf(resolved)];
    return event === undefined ? { position } : { position, event };
  });

/** Throws what could not be read, where it stood: going on past it would leave a hole. */
const eventsOf = (entries: readonly Entry[]): RecordedEvent[] =>
  entries.flatMap(({ event, damage }) => {
    if (damage !== undefined) {
      throw damage;
    }
    return event === undefined ? [] : [event];
  });
