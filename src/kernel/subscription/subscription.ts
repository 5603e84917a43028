import type { Clock } from '../clock';
import type { EventStore, SubscriptionBatch } from '../event-store';
import type { Position } from '../position';
import type { Random } from '../random';
import { advanceMark } from './advance-mark';
import { growingPauseMs } from './growing-pause';
import { ORIGIN, type Mark } from './mark';
import { MarkMoved } from './mark-moved';
import { Pauses } from './pauses';
import { proveMark } from './prove-mark';
import type { Subscriber } from './subscriber';
import type { Turns } from './turns';
import type { StandsStill } from './subscription-report';
import type { WentBack } from './went-back';

/** One that held so long was no failure to begin with: the pauses start small again. */
const HELD_MS = 30_000;

/** A batch so large takes its time: whoever has more to come waits for a turn. */
const LARGE = 100;

/** What a node that follows the log has of it. */
export interface FollowedLog {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly random: Pick<Random, 'below'>;
}

/** What a subscription is to its node. */
export interface SubscriptionHost {
  /** Holds it from its start to its end. */
  readonly running: Set<Subscription>;
  /** Of all that are far behind. */
  readonly turns: Turns;
  onWentBack(name: string, wentBack: WentBack): void;
}

/**
 * One subscriber's way along the log: batch after batch, in order, from where it stood, which is proved each time before
 * anything is taken. Whatever breaks, the store or the subscriber itself, it is taken up again after pauses that grow,
 * until it is stopped or the subscriber ends it; nothing else does.
 */
export class Subscription {
  private mark: Mark = ORIGIN;
  private failed = 0;
  private takenUpAgain = 0;
  private still?: StandsStill;
  private over = false;
  /** Present while it follows; what it rests on is proved otherwise. */
  private round?: AbortController;
  private readonly wanted: ReadonlySet<string> | undefined;
  private readonly pauses = new Pauses();
  private way: Promise<void> = Promise.resolve();

  constructor(
    private readonly subscriber: Subscriber,
    private readonly log: FollowedLog,
    private readonly host: SubscriptionHost,
  ) {
    this.wanted = subscriber.types === undefined ? undefined : new Set(subscriber.types);
  }

  /** Delivers what comes after this mark, or after the last place of it that the log still has. */
  start(mark: Mark): void {
    if (this.over) return;
    this.mark = mark;
    this.host.running.add(this);
    this.way = this.run();
  }

  /** The batch in hand is finished; nothing comes any more. */
  async stop(): Promise<void> {
    this.end();
    this.pauses.endAll();
    await this.way;
  }

  /** Somebody waits for it: where it pauses after a failure, it tries again now. */
  hurry(): void {
    this.pauses.wakeAll();
  }

  /** The log may have gone back: what it rests on is proved anew before anything more is taken. */
  doubt(): void {
    this.round?.abort();
  }

  /** What its place rests on. */
  get place(): Mark {
    return this.mark;
  }

  get name(): string {
    return this.subscriber.name;
  }

  /** Everything up to here was taken. */
  get position(): Position {
    return this.mark.position;
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

  /** Nobody proves its place any more, so that nobody may go by it. */
  private end(): void {
    this.over = true;
    this.round?.abort();
    this.host.running.delete(this);
  }

  private async run(): Promise<void> {
    const { clock, random } = this.log;
    for (let inARow = 0; !this.over; inARow += 1) {
      const [from, began] = [this.position, clock.now()];
      let doubted = false;
      try {
        if (this.takenUpAgain > 0) this.mark = (await this.resumed()) ?? this.mark;
        await this.proved();
        doubted = await this.follow();
      } catch (error) {
        this.fail(error, from);
      }
      if (this.over) return;
      this.takenUpAgain += 1;
      inARow = this.position > from || clock.now() - began >= HELD_MS ? 0 : inARow;
      if (!doubted) await this.pauses.for(growingPauseMs(inARow, (n) => random.below(n)));
    }
  }

  private async resumed(): Promise<Mark | undefined> {
    if (this.subscriber.resume === undefined) return this.mark;
    const mark = await this.subscriber.resume();
    if (mark === undefined) this.end();
    return mark;
  }

  private async proved(): Promise<void> {
    if (this.over) return;
    const found = await proveMark(this.log.store, this.mark);
    if (!('lastCommon' in found)) {
      this.mark = found;
      this.subscriber.onProved?.(found);
      return;
    }
    const { subscriber, host } = this;
    const next = subscriber.onWentBack === undefined ? found.lastCommon : await subscriber.onWentBack(found);
    host.onWentBack(this.name, found);
    if (next === undefined) this.end();
    else this.mark = next;
  }

  /** Until it breaks off; true when it was doubted. Unfiltered: a mark may rest on what nobody here wants, too. */
  private async follow(): Promise<boolean> {
    if (this.over) return false;
    const { signal } = (this.round = new AbortController());
    const { batchSize } = this.subscriber;
    const from = { after: this.position, signal, ...(batchSize === undefined ? {} : { batchSize }) };
    try {
      for await (const batch of this.log.store.subscribe(from)) {
        if (signal.aborted) break;
        await this.take(batch);
        if (!batch.caughtUp && batch.events.length >= LARGE) await this.host.turns.next();
        if (signal.aborted) break;
      }
      return signal.aborted;
    } finally {
      delete this.round;
    }
  }

  private async take(batch: SubscriptionBatch): Promise<void> {
    const { wanted } = this;
    const events = batch.events.filter(({ position }) => position > this.position);
    const mark = advanceMark(this.mark, events, batch.position);
    const taken = wanted === undefined ? batch.events : batch.events.filter(({ type }) => wanted.has(type));
    await this.subscriber.take({ ...batch, events: taken }, mark);
    if (mark.position > this.position) delete this.still;
    this.mark = mark;
  }

  private fail(error: unknown, from: Position): void {
    if (error instanceof MarkMoved) return;
    this.failed += 1;
    const before = this.position > from ? undefined : this.still;
    this.still = { since: before?.since ?? this.log.clock.now(), tries: (before?.tries ?? 0) + 1, error };
    this.subscriber.onError(error);
  }
}
