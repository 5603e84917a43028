import { LRUCache } from 'lru-cache';
import type { EventStore } from '../../../kernel/event-store';
import { isDamageFound, isDamageSettled, Settled } from '../../../kernel/facts/settled';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import { streamName, type Fold } from '../../../kernel/fold';
import type { Clock } from '../../../kernel/clock';
import { timestamp } from '../../../kernel/time';
import type { NewEvent } from '../../../kernel/new-event';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import type { StreamUnreadable } from '../../../kernel/stream-unreadable';
import type { Loaded, StreamReader, View } from '../../../kernel/stream-reader';
import type { Subscriptions } from '../../../kernel/subscription/subscriptions';
import { sha256Digest } from '../../outside/sha256-digest';
import { Baseline } from './baseline';
import { Follower } from './follower';
import { SingleFlight } from './single-flight';
import type { Snapshots } from './snapshots';
import { StreamReading } from './stream-reading';

/** Longest wait for the follower before a decision reads the tails itself. */
const FOLLOWER_WAIT_MS = 100;

export interface BaselineOptions {
  /** Most bytes of folded state kept; the least recently used go first. */
  readonly maxBytes: number;
  readonly onError: (error: unknown) => void;
  readonly told?: {
    /** Of each stream that is found frozen, each time it is. */
    readonly onUnreadable?: (error: StreamUnreadable) => void;
    /** Of each stream that is loaded, and of the time of its last fact. */
    readonly onLoaded?: (stream: string, revision: number, time: string) => void;
  };
  /** What a view's `vaultOf` answers. */
  readonly vaultOf?: (identityId: string) => Promise<string | undefined>;
  /** What was settled, as the store learns it from the log. */
  readonly settled?: Settled;
  /** Where what long streams had made is kept; absent: they are always folded from their beginning. */
  readonly snapshots?: Snapshots;
}

type Writable<T> = { -readonly [Member in keyof T]: T[Member] };

/** {@link StreamReader} over any event store. */
export class Baselines implements StreamReader {
  /** The one used longest ago goes first. */
  private readonly kept: LRUCache<string, Baseline>;
  private readonly store: EventStore;
  private readonly clock: Clock;
  private readonly follower: Follower;
  private readonly head: SingleFlight<string>;
  private readonly readings = new WeakMap<Baseline, SingleFlight<void>>();
  private readonly settled: Settled;
  private readonly reading: StreamReading;

  constructor(
    subscriptions: Subscriptions,
    private readonly options: BaselineOptions,
  ) {
    this.store = subscriptions.store;
    this.clock = subscriptions.clock;
    this.settled = options.settled ?? new Settled();
    this.reading = new StreamReading(this.store, options.snapshots);
    this.kept = new LRUCache({ maxSize: options.maxBytes });
    this.follower = new Follower(
      subscriptions,
      {
        event: (event) => this.saw(event),
        passed: (entry) => this.passed(entry),
        wentBack: () => this.kept.clear(),
      },
      options.onError,
    );
    this.head = new SingleFlight(() => subscriptions.head());
  }

  start(): Promise<void> {
    return this.follower.start();
  }

  async stop(): Promise<void> {
    await this.follower.stop();
    await this.options.snapshots?.stop();
  }

  async fresh(): Promise<View> {
    const before = this.follower.position;
    const head = await this.head.ask();
    if (head < before) {
      // What was there before the question was asked is gone: whatever is known may be of a log that is no more.
      this.kept.clear();
      return this.viewAt(head, false);
    }
    return this.viewAt(head, await this.follower.reached(head, FOLLOWER_WAIT_MS));
  }

  appended(stream: string, events: readonly NewEvent[], revision: number, position: Position): void {
    const baseline = this.kept.peek(stream);
    const first = revision - events.length + 1;
    // An append found to be a repetition, or one behind others', is left to the next read of the tail.
    if (baseline !== undefined && baseline.revision === first - 1) {
      events.forEach((event, index) => baseline.apply(event, first + index, position));
      if (baseline.weigh()) this.keep(baseline);
      this.options.snapshots?.offer(baseline);
    }
  }

  after(position: Position, limit: number): Promise<readonly RecordedEvent[]> {
    return this.store.readAll({ from: position, limit });
  }

  page(
    stream: string,
    from: number,
    limit: number,
    direction: 'forwards' | 'backwards',
  ): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(stream, { from, limit, direction });
  }

  /**
   * A stream may hold more by the time it is loaded than it did at the head: whoever waits for `at` waits for that too. One is
   * made for each decision: written out, without a getter and without spreading, it costs a tenth.
   */
  private viewAt(head: Position, proven: boolean): View {
    const view: Writable<View> = {
      at: head,
      time: timestamp(this.clock.now()),
      load: async (fold, id) => {
        const baseline = this.use(streamName(fold.category, id), fold);
        if (!proven || !baseline.isCurrent) await this.read(baseline as Baseline, proven);
        const loaded = this.known(baseline);
        if (loaded.position !== undefined && loaded.position > view.at) view.at = loaded.position;
        return loaded;
      },
      digest: sha256Digest,
      onLost: (error) => this.options.told?.onUnreadable?.(error),
    };
    if (this.options.vaultOf !== undefined) view.vaultOf = this.options.vaultOf;
    return view;
  }

  private saw(event: RecordedEvent): void {
    // What was folded may have been read while its server still showed all of it: whether it can be read is asked anew.
    if (isDamageFound(event) || isDamageSettled(event)) this.kept.delete(event.data.stream);
    const baseline = this.kept.peek(event.stream);
    if (baseline !== undefined && event.revision > baseline.seen) {
      baseline.seen = event.revision;
    }
  }

  private passed({ stream, revision, cut }: StreamEntry): void {
    const baseline = this.kept.peek(stream);
    // What was folded may be gone by now: it counts no longer than on a node that has just begun.
    if (cut === true) this.kept.delete(stream);
    else if (baseline !== undefined && revision > baseline.seen) baseline.seen = revision;
  }

  /** By what it weighs now; one that weighs more than all may is kept alone. */
  private keep(baseline: Baseline): void {
    this.kept.delete(baseline.stream);
    this.kept.set(baseline.stream, baseline, { size: Math.min(baseline.weight, this.options.maxBytes) });
  }

  /** Until what is known of the stream is what it is. */
  private async read(baseline: Baseline, proven: boolean): Promise<void> {
    // What the follower has seen meanwhile tells whether a reading begun before this call was enough.
    if (proven) await this.readings.get(baseline)?.underWay?.catch(() => undefined);
    if (!proven || !baseline.isCurrent) await this.readingOf(baseline).ask();
  }

  private known<S>(baseline: Baseline<S>): Loaded<S> {
    const { stream, unreadable } = baseline;
    if (unreadable !== undefined) {
      this.options.told?.onUnreadable?.(unreadable);
      throw unreadable;
    }
    const { state, revision, time, facts, position, lastFactAt: lastFact } = baseline;
    if (time !== undefined) this.options.told?.onLoaded?.(stream, revision, time);
    const loaded: Writable<Loaded<S>> = { stream, state, revision, lastFact, facts };
    if (time !== undefined) loaded.time = time;
    if (position !== undefined) loaded.position = position;
    if (this.settled.touches(stream)) loaded.settled = true;
    return loaded;
  }

  /** The baseline exists before its stream is read, so that the follower marks what is appended meanwhile. */
  private use<S>(stream: string, fold: Fold<S>): Baseline<S> {
    const known = this.kept.get(stream) as Baseline<S> | undefined;
    if (known !== undefined) return known;
    const made = new Baseline(stream, fold, this.settled);
    this.keep(made as Baseline);
    return made;
  }

  /** One reading of a stream at a time, for everybody who waits for it: a crowd after a start would read it once each. */
  private readingOf(baseline: Baseline): SingleFlight<void> {
    const known = this.readings.get(baseline);
    if (known !== undefined) {
      return known;
    }
    const made = new SingleFlight(() => this.readTail(baseline));
    this.readings.set(baseline, made);
    return made;
  }

  private async readTail<S>(baseline: Baseline<S>): Promise<void> {
    await this.reading.read(baseline);
    const isKept = this.kept.peek(baseline.stream) === (baseline as Baseline);
    if (isKept && baseline.weigh()) this.keep(baseline as Baseline);
  }
}
