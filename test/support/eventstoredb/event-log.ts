import { randomUUID } from 'node:crypto';
import { LogFile } from './log-file';
import { DELETED_BEFORE, limitsOf, visible } from './stream-metadata';
import { TOMBSTONE, type Expected, type ProposedEvent, type StoredEvent } from './stored-event';

/** What came of an append. `current` is the stream's last revision, -1 when there is none. */
export type Outcome =
  | { readonly kind: 'written' | 'repeated'; readonly last: StoredEvent | undefined; readonly current: number }
  | { readonly kind: 'wrong-version'; readonly current: number }
  | { readonly kind: 'deleted' };

const metastreamOf = (stream: string): string => `$$${stream}`;

/** The log of a server: every rule of what an append may do to a stream, as IndexWriter.CheckCommit decides it. */
export class EventLog {
  readonly all: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly tombstoned = new Set<string>();
  /** What this process has written: an append of any version is idempotent by this memory alone, which a restart empties. */
  private readonly recent = new Map<string, StoredEvent>();
  private readonly file: LogFile;
  private end = 1_000;

  constructor(
    path: string,
    private readonly onWritten: (events: readonly StoredEvent[]) => void,
    withSystemEvents = true,
  ) {
    this.file = new LogFile(path);
    this.file.read().forEach((event) => this.keep(event));
    if (this.all.length === 0 && withSystemEvents) {
      this.writeSystemEvents();
    }
  }

  isTombstoned(stream: string): boolean {
    return this.tombstoned.has(stream);
  }

  /** What is to be read of a stream; undefined when it isn't there. */
  read(stream: string): readonly StoredEvent[] | undefined {
    const events = this.streams.get(stream);
    if (events === undefined) {
      return undefined;
    }
    const limits = this.limits(stream);
    return limits.$tb === DELETED_BEFORE ? undefined : visible(events, limits);
  }

  append(stream: string, expected: Expected, proposed: readonly ProposedEvent[]): Outcome {
    const current = this.lastRevision(stream);
    const judged = this.judge(stream, expected, proposed, current);
    if (judged !== undefined) {
      return judged;
    }
    if (proposed.length === 0) {
      return { kind: 'written', last: undefined, current };
    }
    if (this.limits(stream).$tb === DELETED_BEFORE) {
      this.setMetadata(stream, { $tb: current + 1 });
    }
    const events = proposed.map((event, index): StoredEvent => this.placed(stream, current + 1 + index, event));
    this.write(events);
    return { kind: 'written', last: events.at(-1), current: current + events.length };
  }

  /** A soft delete: the stream can be written again, its revisions go on. */
  delete(stream: string, expected: Expected): Outcome {
    const current = this.lastRevision(stream);
    if (this.tombstoned.has(stream)) {
      return { kind: 'deleted' };
    }
    if (current === -1 || (typeof expected === 'number' && expected !== current)) {
      return { kind: 'wrong-version', current };
    }
    const last = this.setMetadata(stream, { $tb: DELETED_BEFORE });
    return { kind: 'written', last, current };
  }

  tombstone(stream: string, expected: Expected): Outcome {
    const current = this.lastRevision(stream);
    if (this.tombstoned.has(stream)) {
      return { kind: 'deleted' };
    }
    if (typeof expected === 'number' && expected !== current) {
      return { kind: 'wrong-version', current };
    }
    const id = '00000000-0000-4000-8000-000000000000';
    const body = { data: Buffer.alloc(0), metadata: Buffer.alloc(0) };
    const event = this.placed(stream, -1, { id, type: TOMBSTONE, contentType: 'application/octet-stream', ...body });
    this.write([event]);
    return { kind: 'written', last: event, current };
  }

  /** What the streams' metadata leaves unread is gone from `$all` too, but for each stream's last event, which keeps its number. */
  scavenge(): void {
    const kept = new Set(
      [...this.streams].flatMap(([stream, events]) => {
        const limits = this.limits(stream);
        const left = limits.$tb === DELETED_BEFORE ? [] : visible(events, limits);
        return [...left, ...events.slice(-1)];
      }),
    );
    // A tombstoned stream leaves nothing but its tombstone.
    const stays = (event: StoredEvent) =>
      event.type === TOMBSTONE || (kept.has(event) && !this.tombstoned.has(event.stream));
    this.all.splice(0, this.all.length, ...this.all.filter(stays));
  }

  private lastRevision(stream: string): number {
    return (this.streams.get(stream)?.length ?? 0) - 1;
  }

  private limits(stream: string) {
    return limitsOf(this.streams.get(metastreamOf(stream))?.at(-1));
  }

  /** The outcome of an append that writes nothing; undefined when it is to be written. */
  private judge(
    stream: string,
    expected: Expected,
    proposed: readonly ProposedEvent[],
    current: number,
  ): Outcome | undefined {
    const wrong: Outcome = { kind: 'wrong-version', current };
    if (this.tombstoned.has(stream) || (stream.startsWith('$$') && this.tombstoned.has(stream.slice(2)))) {
      return { kind: 'deleted' };
    }
    const softly = this.limits(stream).$tb === DELETED_BEFORE;
    if (expected === 'any') {
      return this.repetitionOfAny(stream, proposed, current);
    }
    if (expected === 'stream_exists') {
      return current === -1 || softly ? wrong : this.repetitionOfAny(stream, proposed, current);
    }
    const from = expected === 'no_stream' ? -1 : expected;
    if (from === current || (expected === 'no_stream' && softly)) {
      return undefined;
    }
    if (from > current || proposed.length === 0) {
      return wrong;
    }
    const events = this.streams.get(stream) ?? [];
    const same = proposed.every(({ id }, index) => events[from + 1 + index]?.id === id);
    return same ? { kind: 'repeated', last: events[from + proposed.length], current: from + proposed.length } : wrong;
  }

  private repetitionOfAny(stream: string, proposed: readonly ProposedEvent[], current: number): Outcome | undefined {
    const found = proposed.map(({ id }) => this.recent.get(id)).map((it) => (it?.stream === stream ? it : undefined));
    if (found[0] === undefined) {
      return undefined;
    }
    const last = found.at(-1);
    return found.includes(undefined) || last === undefined
      ? { kind: 'wrong-version', current }
      : { kind: 'repeated', last, current: last.revision };
  }

  private placed(stream: string, revision: number, event: ProposedEvent): StoredEvent {
    const position = this.end;
    // A server's positions are places in its files: they grow by what a record takes.
    this.end += 120 + stream.length + event.data.length + event.metadata.length;
    return { ...event, stream, revision, position, created: `${Date.now()}0000` };
  }

  /** Writes a stream's metadata, as whoever may write it does. */
  setMetadata(stream: string, limits: object): StoredEvent | undefined {
    const data = Buffer.from(JSON.stringify(limits));
    const event = { type: '$metadata', contentType: 'application/json', data, metadata: Buffer.alloc(0) };
    const outcome = this.append(metastreamOf(stream), 'any', [{ ...event, id: randomUUID() }]);
    return outcome.kind === 'written' ? outcome.last : undefined;
  }

  /** What a server writes of its own accord: nobody's events but its own, in `$all` before and between everybody's. */
  private writeSystemEvents(): void {
    const body = { contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.alloc(0) };
    this.append('$users', 'any', [{ id: randomUUID(), type: '$User', ...body }]);
    // Not JSON though it says so: whoever decodes what somebody else wrote fails here.
    const odd = { ...body, data: Buffer.from('{not json'), metadata: Buffer.from([0xff]) };
    this.append('$scavenges', 'any', [{ id: randomUUID(), type: '$scavengeStarted', ...odd }]);
  }

  private write(events: readonly StoredEvent[]): void {
    this.file.write(events);
    events.forEach((event) => this.keep(event));
    events.forEach((event) => this.recent.set(event.id, event));
    this.onWritten(events);
  }

  private keep(event: StoredEvent): void {
    this.all.push(event);
    this.end = Math.max(
      this.end,
      event.position + 120 + event.stream.length + event.data.length + event.metadata.length,
    );
    if (event.type === TOMBSTONE) {
      this.tombstoned.add(event.stream);
      return;
    }
    const events = this.streams.get(event.stream);
    if (events === undefined) {
      this.streams.set(event.stream, [event]);
    } else {
      events.push(event);
    }
  }
}
