import type { EventStore } from '../../../kernel/event-store';
import { streamName, type Fold } from '../../../kernel/fold';
import type { NewEvent } from '../../../kernel/new-event';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import type { Loaded, StreamReader, View } from '../../../kernel/stream-reader';
import type { Subscriptions } from '../../../kernel/subscription/subscriptions';
import { Baseline } from './baseline';
import { Follower } from './follower';
import { SharedQuestion } from './shared-question';

/** Longest wait for the follower before a decision reads the tails itself. */
const FOLLOWER_PATIENCE_MS = 100;
const PAGE = 1000;

export interface BaselineOptions {
  /** Most bytes of folded state kept; the least recently used go first. */
  readonly maxBytes: number;
  readonly onTrouble: (error: unknown) => void;
}

/** {@link StreamReader} over any event store. */
export class Baselines implements StreamReader {
  /** In order of use, the oldest first. */
  private readonly kept = new Map<string, Baseline>();
  private bytes = 0;
  private readonly store: EventStore;
  private readonly follower: Follower;
  private readonly head: SharedQuestion<string>;

  constructor(
    subscriptions: Subscriptions,
    private readonly options: BaselineOptions,
  ) {
    this.store = subscriptions.store;
    this.follower = new Follower(
      subscriptions,
      { event: (event) => this.saw(event), wentBack: () => this.forget() },
      options.onTrouble,
    );
    this.head = new SharedQuestion(() => subscriptions.head());
  }

  start(): Promise<void> {
    return this.follower.start();
  }

  stop(): Promise<void> {
    return this.follower.stop();
  }

  async fresh(): Promise<View> {
    const before = this.follower.position;
    const head = await this.head.ask();
    if (head < before) {
      // What was there before the question was asked is gone: whatever is known may be of a log that is no more.
      this.forget();
      return { at: head, load: (fold, id) => this.load(fold, id, false) };
    }
    const proven = await this.follower.reached(head, FOLLOWER_PATIENCE_MS);
    return { at: head, load: (fold, id) => this.load(fold, id, proven) };
  }

  appended(stream: string, events: readonly NewEvent[], revision: number): void {
    const baseline = this.kept.get(stream);
    const first = revision - events.length + 1;
    // An append found to be a repetition, or one behind others', is left to the next read of the tail.
    if (baseline !== undefined && baseline.revision === first - 1) {
      events.forEach((event, index) => baseline.apply(event, first + index));
      this.bytes += baseline.weigh();
    }
  }

  page(
    stream: string,
    from: number,
    limit: number,
    direction: 'forwards' | 'backwards',
  ): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(stream, { from, limit, direction });
  }

  private forget(): void {
    this.kept.clear();
    this.bytes = 0;
  }

  private saw(event: RecordedEvent): void {
    const baseline = this.kept.get(event.stream);
    if (baseline !== undefined && event.revision > baseline.seen) {
      baseline.seen = event.revision;
    }
  }

  private async load<S>(fold: Fold<S>, id: string | undefined, proven: boolean): Promise<Loaded<S>> {
    const stream = streamName(fold.category, id);
    const baseline = this.use(stream, fold);
    if (!proven || !baseline.isCurrent) {
      await this.readTail(baseline);
    }
    const { state, revision, time } = baseline;
    return { stream, state, revision, ...(time === undefined ? {} : { time }) };
  }

  /** The baseline exists before its stream is read, so that the follower marks what is appended meanwhile. */
  private use<S>(stream: string, fold: Fold<S>): Baseline<S> {
    const known = this.kept.get(stream) as Baseline<S> | undefined;
    if (known !== undefined) {
      this.kept.delete(stream);
      this.kept.set(stream, known as Baseline);
      return known;
    }
    const made = new Baseline(stream, fold);
    this.kept.set(stream, made as Baseline);
    this.bytes += made.weight;
    this.trim();
    return made;
  }

  private async readTail<S>(baseline: Baseline<S>): Promise<void> {
    for (;;) {
      const events = await this.store.readStream(baseline.stream, { from: baseline.revision + 1, limit: PAGE });
      for (const event of events) {
        // Somebody else may have read the same tail meanwhile.
        if (event.revision === baseline.revision + 1) {
          baseline.apply(event, event.revision);
        }
      }
      if (events.length < PAGE) {
        break;
      }
    }
    baseline.known = true;
    if (this.kept.get(baseline.stream) === (baseline as Baseline)) {
      this.bytes += baseline.weigh();
      this.trim();
    }
  }

  private trim(): void {
    for (const [stream, baseline] of this.kept) {
      if (this.bytes <= this.options.maxBytes || this.kept.size <= 1) {
        return;
      }
      this.kept.delete(stream);
      this.bytes -= baseline.weight;
    }
  }
}
