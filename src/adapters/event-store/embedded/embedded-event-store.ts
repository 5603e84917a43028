import { MAX_APPEND_BYTES } from '../../../kernel/event-store';
import type {
  Appended,
  EventStore,
  ReadAllOptions,
  ReadStreamOptions,
  StreamPage,
  SubscribeOptions,
  SubscriptionBatch,
} from '../../../kernel/event-store';
import type { ExpectedRevision } from '../../../kernel/expected-revision';
import { FactClassifier } from '../../../kernel/facts/fact-classifier';
import type { NewEvent } from '../../../kernel/new-event';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import { StoreUnavailable } from '../../../kernel/store-errors';
import type { StoredLog, StoredPage } from '../../../kernel/stored-log';
import type { LogPage } from '../log-page';
import { SharedPages } from '../shared-pages';
import { EventFile, fromPosition, toPosition } from './event-file';
import { judgedRows, textsWeight } from './judged-rows';
import { LastRevisions } from './last-revisions';
import { PendingAppend, type Batch } from './pending-append';
import { RecentEvents } from './recent-events';

/** Appends that may wait at once, and their bytes: past it the store answers that it is overloaded. */
const MAX_WAITING = 10_000;
const MAX_WAITING_BYTES = 64 * MAX_APPEND_BYTES;
const PAGE = 500;
const NOTHING_LEFT = 'nothing of it is left in the event store';

export interface BatchObserver {
  /** Called after each commit: how many appends shared its fsync. */
  (appends: number, events: number): void;
}

/**
 * The log in one SQLite file. Appends that arrive together share one transaction and so one fsync; each still succeeds or
 * fails alone. One process only: a data folder's lock keeps a second one out.
 */
export class EmbeddedEventStore implements EventStore, StoredLog {
  private readonly file: EventFile;
  private readonly recent = new RecentEvents();
  private readonly pages = new SharedPages();
  private readonly revisions = new LastRevisions();
  private readonly sleepers = new Set<() => void>();
  private waiting: PendingAppend[] = [];
  private waitingBytes = 0;
  private last: number;
  private closed = false;

  constructor(
    path: string,
    private readonly observe: BatchObserver = () => undefined,
    private readonly judge: FactClassifier = new FactClassifier(),
  ) {
    this.file = new EventFile(path);
    this.last = this.file.lastPosition();
  }

  logId(): Promise<string> {
    return Promise.resolve(this.file.logId());
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const facts = this.judge.admit(stream, expected, events);
      if (this.closed) {
        throw new StoreUnavailable('the event store is closed');
      }
      const pending = new PendingAppend(stream, expected, events, facts, resolve, reject);
      if (this.waiting.length >= MAX_WAITING || this.waitingBytes + pending.bytes > MAX_WAITING_BYTES) {
        throw new StoreUnavailable('too many appends are waiting; try again');
      }
      if (this.waiting.push(pending) === 1) {
        setImmediate(() => this.commit());
      }
      this.waitingBytes += pending.bytes;
    });
  }

  async readStream(stream: string, options: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    const backwards = options.direction === 'backwards';
    const found: RecordedEvent[] = [];
    let from = options.from ?? (backwards ? Number.MAX_SAFE_INTEGER : 0);
    for (;;) {
      const size = options.limit - found.length;
      const rows = this.file.stream(stream, from, size, backwards);
      found.push(...rows.flatMap((row) => this.judge.entry(row)?.event ?? []));
      const last = rows.at(-1);
      if (last === undefined || rows.length < size || found.length >= options.limit) {
        return found;
      }
      from = last.revision + (backwards ? -1 : 1);
    }
  }

  async scanStream(stream: string, from: number, limit: number): Promise<StreamPage> {
    const rows = this.file.stream(stream, from, limit, false);
    const page = { entries: rows.flatMap((row) => this.judge.entry(row) ?? []), more: rows.length >= limit };
    if (page.more) return page;
    const reached = this.file.ends.of(stream);
    if (reached <= (rows.at(-1)?.revision ?? from - 1)) return page;
    return from === 0 && rows.length === 0 ? { ...page, reached, gone: NOTHING_LEFT } : { ...page, reached };
  }

  async isWhole(stream: string, upTo: number): Promise<boolean> {
    return this.file.count(stream, upTo) === upTo + 1;
  }

  async readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    const backwards = options.direction === 'backwards';
    const wanted = options.types === undefined ? undefined : new Set(options.types);
    const found: RecordedEvent[] = [];
    let from = options.from === undefined ? (backwards ? this.last + 1 : 0) : fromPosition(options.from);
    for (;;) {
      const size = wanted === undefined ? options.limit - found.length : PAGE;
      const page = this.file.all(from, size, backwards);
      for (const event of page.flatMap((row) => this.judge.entry(row)?.event ?? [])) {
        if (found.length < options.limit && (wanted === undefined || wanted.has(event.type))) {
          found.push(event);
        }
      }
      const end = page.at(-1);
      if (end === undefined || found.length >= options.limit || page.length < size) {
        return found;
      }
      from = fromPosition(end.position);
    }
  }

  async readStored(after: Position, limit: number): Promise<StoredPage> {
    const rows = this.file.all(fromPosition(after), limit, false);
    const facts = rows.filter(({ stream }) => this.judge.owns(stream));
    return { facts, position: rows.at(-1)?.position ?? after, more: rows.length >= limit };
  }

  async head(): Promise<Position> {
    return toPosition(this.last);
  }

  async *subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionBatch> {
    const { signal, batchSize = PAGE } = options;
    const wanted = options.types === undefined ? undefined : new Set(options.types);
    let at = fromPosition(options.after);
    let told = false;
    let awake: () => void = () => undefined;
    // Once, not for every sleep: each commit wakes all who follow, and most of them sleep on at once.
    const end = () => awake();
    signal.addEventListener('abort', end);
    try {
      while (!signal.aborted && !this.closed) {
        if (at >= this.last && told) {
          await new Promise<void>((resolve) => {
            awake = resolve;
            this.sleepers.add(resolve);
          });
          this.sleepers.delete(awake);
          continue;
        }
        const { facts, passed, last } = this.after(at, batchSize);
        at = last === undefined ? at : fromPosition(last);
        told = true;
        const events = wanted === undefined ? facts : facts.filter((event) => wanted.has(event.type));
        yield {
          events,
          position: toPosition(at),
          caughtUp: at >= this.last,
          ...(passed.length === 0 ? {} : { passed }),
        };
      }
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  private after(position: number, limit: number): LogPage {
    const place = toPosition(position);
    const known = this.recent.after(position, limit) ?? this.pages.find(place, limit);
    if (known !== undefined) return known;
    const rows = this.file.all(position, limit, false);
    const page = judgedRows(this.judge, rows, position, this.file.ends);
    if (rows.length === limit) this.pages.keep(place, limit, page, textsWeight(rows));
    return page;
  }

  /** Commits what waits, then lets the file go. Subscriptions end. */
  async close(): Promise<void> {
    this.commit();
    this.closed = true;
    this.wake();
    this.file.close();
  }

  private commit(): void {
    const appends = this.waiting;
    if (appends.length === 0 || this.closed) {
      return;
    }
    this.waiting = [];
    this.waitingBytes = 0;
    const batch: Batch = { position: this.last, ends: new Map(), known: this.revisions, written: [] };
    const answers: (() => void)[] = [];
    try {
      this.file.database.transaction(() => {
        for (const append of appends) {
          answers.push(this.write(append, batch));
        }
        batch.ends.forEach((end) => this.file.ends.set(end));
      });
    } catch (error) {
      appends.forEach((append) => append.reject(error as Error));
      return;
    }
    this.last = batch.position;
    this.revisions.remember(batch.ends.values());
    // Judged once for everybody who follows; none is left out, since positions are counted by them.
    this.recent.push(
      batch.written.map((event) => {
        const { stream, revision, position, type } = event;
        return this.judge.own(event) ?? { stream, revision, position, type };
      }),
    );
    this.observe(appends.length, batch.written.length);
    answers.forEach((answer) => answer());
    this.wake();
  }

  /** A refused append must not fail its neighbours; a failed disk fails them all. */
  private write(append: PendingAppend, batch: Batch): () => void {
    try {
      const appended = append.write(this.file, batch);
      return () => append.resolve(appended);
    } catch (error) {
      if ((error as Error).name !== 'WrongExpectedRevision') {
        throw error;
      }
      return () => append.reject(error as Error);
    }
  }

  private wake(): void {
    const sleepers = [...this.sleepers];
    this.sleepers.clear();
    sleepers.forEach((wake) => wake());
  }
}
