import type { Clock } from '../clock';
import type { EventStore, SubscriptionBatch } from '../event-store';
import { BEFORE_FIRST, type Position } from '../position';
import type { Random } from '../random';
import { growingPauseMs } from './growing-pause';
import { Pauses } from './pauses';
import type { Subscriber } from './subscriber';
import type { StandsStill } from './subscription-report';

/** One that held so long was no failure to begin with: the pauses start small again. */
const HELD_MS = 30_000;

export interface Followed {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'below'>;
}

/**
 * One subscriber's way along the log: batch after batch, in order, from where it stood. Whatever breaks, the store or the
 * subscriber itself, it is taken up again after pauses that grow, until it is stopped; nothing ends it by itself.
 */
export class Subscription {
  private at: Position = BEFORE_FIRST;
  private failed = 0;
  private takenUpAgain = 0;
  private still?: StandsStill;
  private readonly stopping = new AbortController();
  private readonly pauses = new Pauses();
  private way: Promise<void> = Promise.resolve();

  constructor(
    private readonly subscriber: Subscriber,
    private readonly log: Followed,
    /** Holds it from its start to its end. */
    private readonly running: Set<Subscription>,
  ) {}

  /** Delivers what comes after this position, exclusive. */
  start(after: Position): void {
    this.at = after;
    this.running.add(this);
    this.way = this.run();
  }

  /** The batch in hand is finished; nothing comes any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pauses.endAll();
    await this.way;
    this.running.delete(this);
  }

  get name(): string {
    return this.subscriber.name;
  }

  /** Everything up to here was taken. */
  get position(): Position {
    return this.at;
  }

  get failures(): number {
    return this.failed;
  }

  get resubscriptions(): number {
    return this.takenUpAgain;
  }

  get standsStill(): StandsStill | undefined {
    return this.still;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { clock, random } = this.log;
    for (let inARow = 0; !signal.aborted; inARow += 1) {
      const [from, began] = [this.at, clock.now()];
      try {
        await this.follow();
      } catch (error) {
        this.fail(error, from);
      }
      if (signal.aborted) return;
      inARow = this.at > from || clock.now() - began >= HELD_MS ? 0 : inARow;
      await this.pauses.for(growingPauseMs(inARow, (n) => random.below(n)));
      this.takenUpAgain += 1;
    }
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    const { types, batchSize } = this.subscriber;
    const from = { after: this.at, signal, ...(batchSize === undefined ? {} : { batchSize }) };
    for await (const batch of this.log.store.subscribe(types === undefined ? from : { ...from, types })) {
      if (signal.aborted) return;
      await this.take(batch);
      if (signal.aborted) return;
    }
  }

  private async take(batch: SubscriptionBatch): Promise<void> {
    await this.subscriber.take(batch);
    if (batch.position > this.at || batch.events.length > 0) delete this.still;
    this.at = batch.position > this.at ? batch.position : this.at;
  }

  private fail(error: unknown, from: Position): void {
    this.failed += 1;
    const before = this.at > from ? undefined : this.still;
    this.still = { since: before?.since ?? this.log.clock.now(), tries: (before?.tries ?? 0) + 1, error };
    this.subscriber.onTrouble(error);
  }
}
