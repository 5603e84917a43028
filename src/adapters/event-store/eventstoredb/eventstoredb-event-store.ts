import type { ResolvedEvent } from '@eventstore/db-client';
import type {
  Appended,
  EventStore,
  ReadAllOptions,
  ReadStreamOptions,
  StreamPage,
  SubscribeOptions,
  SubscriptionBatch,
} from '../../../kernel/event-store';
import { ANY, NO_STREAM, type ExpectedRevision } from '../../../kernel/expected-revision';
import type { FactClassifier } from '../../../kernel/facts/fact-classifier';
import type { NewEvent } from '../../../kernel/new-event';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import type { StoredLog, StoredPage } from '../../../kernel/stored-log';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import { SingleFlight } from '../baselines/single-flight';
import { AppendCall, type AppendTools } from './append-call';
import type { Connection } from './connection';
import { EarlierPages } from './earlier-pages';
import type { LiveFeed } from './live-feed';
import { NewIds } from './new-ids';
import { placedEntry } from './placed-entry';
import { Reads } from './reads';
import { SettledNow } from './settled-now';
import { fromStoredEvent, positionOf } from './stored-event';
import { StreamIds } from './stream-ids';
import { StreamSearch } from './stream-search';

const PAGE = 500;
/** Longer than a server takes to start again, shorter than a request's time limit. */
const APPEND_TIMEOUT_MS = 12_000;

export interface EventStoreDbParts {
  readonly connection: Connection;
  readonly feed: LiveFeed;
  readonly judge: FactClassifier;
  readonly logId: string;
  /** The log's head when it was opened. */
  readonly head: Position;
  readonly close: () => Promise<void>;
  /** Told of each append, and how many events it was of, when it has ended, however it did. */
  readonly onAppend: (events: number) => void;
  readonly appendTimeoutMs?: number;
  readonly readMs?: number;
}

/** The log in EventStoreDB. Made by `openEventStoreDb`, which proves first that the server is what this relies on. */
export class EventStoreDbEventStore implements EventStore, StoredLog {
  private readonly reads: Reads;
  private readonly earlier: EarlierPages;
  /** Of all who begin to follow together, as they do at a start. */
  private readonly goal = new SingleFlight(() => this.head());
  private readonly appends: AppendTools;
  private readonly settled: SettledNow;
  /** Where an event lies and what it is to us: nothing else is kept of it, however large it is. */
  private readonly placed = (event: ResolvedEvent) => ({
    ...placedEntry(this.parts.judge, event),
    revision: Number(event.event?.revision ?? -1),
  });
  /** Highest position this process has seen: what lies below it was there before. */
  private highest: Position;

  constructor(private readonly parts: EventStoreDbParts) {
    this.reads = new Reads(parts.connection, parts.readMs);
    this.earlier = new EarlierPages(this.reads, this.placed, () => parts.feed.breaks);
    this.appends = {
      connection: parts.connection,
      search: new StreamSearch(this.reads),
      streamIds: new StreamIds(this.reads),
      newIds: new NewIds(),
      timeoutMs: parts.appendTimeoutMs ?? APPEND_TIMEOUT_MS,
    };
    this.highest = parts.head;
    const scan = (stream: string, from: number, limit: number) => this.scan(stream, from, limit);
    this.settled = new SettledNow(parts.judge.settled, () => parts.feed.breaks, scan);
  }

  logId(): Promise<string> {
    return Promise.resolve(this.parts.logId);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const { judge } = this.parts;
    // A stream that was deleted, and settled so, takes an append as a new one does, and numbers on from where it was: no revision
    // is known. A code that names none proves its fact wherever in the stream, so no other append goes without.
    const isAnywhere = expected === NO_STREAM && judge.settled.lossesOf(stream).length > 0;
    const facts = judge.admit(stream, isAnywhere ? ANY : expected, events);
    try {
      const appended = await new AppendCall(this.appends, stream, expected, facts, this.highest).run();
      this.saw(appended.position);
      return appended;
    } finally {
      this.parts.onAppend(events.length);
    }
  }

  async readStream(stream: string, options: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    await this.settled.known();
    const found: RecordedEvent[] = [];
    const step = options.direction === 'backwards' ? -1 : 1;
    for (let from = options.from; ;) {
      const limit = options.limit - found.length;
      const start = from === undefined ? {} : { from };
      const page = await this.reads.stream(stream, { ...options, limit, ...start }, this.placed);
      found.push(...page.flatMap(({ entry }) => entry?.event ?? []));
      const next = (page.at(-1)?.revision ?? -1) + step;
      if (page.length < limit || found.length >= options.limit || next < 0) {
        return found;
      }
      from = next;
    }
  }

  async scanStream(stream: string, from: number, limit: number): Promise<StreamPage> {
    await this.settled.known();
    return this.scan(stream, from, limit);
  }

  private async scan(stream: string, from: number, limit: number): Promise<StreamPage> {
    try {
      const page = await this.reads.stream(stream, { from, limit }, this.placed);
      if (page.length === 0 && from === 0 && (await this.reads.isCut(stream))) {
        return { entries: [], more: false, gone: 'what it held was deleted or cut off in the event store' };
      }
      const entries = page.flatMap(({ entry }) => entry ?? []);
      return { entries, more: page.length >= limit };
    } catch (error) {
      if (error instanceof StreamUnreadable) return { entries: [], more: false, gone: error.fault };
      throw error;
    }
  }

  async readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    await this.settled.known();
    const { limit, direction } = options;
    const wanted = options.types === undefined ? undefined : new Set(options.types);
    const size = Math.min(PAGE, Math.max(limit, 16));
    const found: RecordedEvent[] = [];
    for (let from = options.from; ;) {
      const { page, more } = await (direction === 'backwards'
        ? this.reads.before(from, size, this.placed)
        : this.reads.after(from ?? '', size, this.placed));
      for (const event of page.flatMap(({ entry }) => entry?.event ?? [])) {
        if (found.length < limit && (wanted === undefined || wanted.has(event.type))) {
          found.push(event);
        }
      }
      const end = page.at(-1);
      if (!more || end === undefined || found.length >= limit) {
        return found;
      }
      from = end.position;
    }
  }

  async readStored(after: Position, limit: number): Promise<StoredPage> {
    const { page, more } = await this.reads.after(after, limit, (resolved) => ({
      position: positionOf(resolved),
      fact:
        resolved.event !== undefined && this.parts.judge.owns(resolved.event.streamId)
          ? fromStoredEvent(resolved)
          : undefined,
    }));
    return { facts: page.flatMap(({ fact }) => fact ?? []), position: page.at(-1)?.position ?? after, more };
  }

  async head(): Promise<Position> {
    const { feed } = this.parts;
    const [before, known] = [feed.at, this.highest];
    const head = await this.reads.head();
    if (head < before && feed.at >= before) feed.wentBackTo(head);
    if (head < known && this.highest === known) this.highest = head;
    this.saw(head);
    return head;
  }

  async *subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionBatch> {
    const { signal, batchSize = PAGE } = options;
    const { feed } = this.parts;
    const wanted = options.types === undefined ? undefined : new Set(options.types);
    const { breaks } = feed;
    const goal = await this.goal.ask();
    await this.settled.known();
    let at = options.after;
    let told = false;
    while (!signal.aborted && !feed.stopped && feed.breaks === breaks) {
      const { facts, passed, last } = feed.after(at, batchSize) ?? (await this.earlier.after(at, batchSize));
      if (last === undefined && told) {
        // Nothing here and nothing live: the feed has what the read has not told yet.
        await feed.change(signal);
        continue;
      }
      if (feed.breaks !== breaks) return;
      at = last ?? at;
      told = true;
      const events = wanted === undefined ? facts : facts.filter(({ type }) => wanted.has(type));
      const caughtUp = at >= goal && at >= feed.at;
      yield { events, position: at, caughtUp, ...(passed.length === 0 ? {} : { passed }) };
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
