import pLimit from 'p-limit';
import type { Checkpoints } from '../../kernel/checkpoints';
import type { Clock } from '../../kernel/clock';
import type { SubscriptionBatch } from '../../kernel/event-store';
import { BEFORE_FIRST, type Position } from '../../kernel/position';
import type { RecordedEvent } from '../../kernel/recorded-event';
import type { WentBack } from '../../kernel/subscription/went-back';
import { backoffMs, failuresWith, retryAfterMs } from './backoff';
import { ORIGIN, type Mark } from '../../kernel/subscription/mark';
import { Pauses } from '../../kernel/subscription/pauses';
import type { Subscription } from '../../kernel/subscription/subscription';
import type { Subscriptions } from '../../kernel/subscription/subscriptions';
import { Failures } from './failures';
import { ParkedHere } from './parked-here';
import type { Parking } from './parking';
import { startOf } from './start-of';
import type { Policy, Reaction } from './policy';
import type { OnPolicyError } from './on-policy-error';
import { Unfinished } from './unfinished';
import { Waits } from './waits';

const AT_ONCE = 8;
/** Events begun and not done, those that wait to be tried again included. At the bound the policy stands still until one is done. */
const MOST_UNFINISHED = 1000;
/**
 * After something was taken or done. What was handled since is handled again after a crash, which harms nothing; each place kept
 * costs a write to disk.
 */
const KEEP_PLACE_AFTER_MS = 1000;

export interface PolicySubscriptionServices {
  readonly subscriptions: Subscriptions;
  readonly parking: Pick<Parking, 'of' | 'park' | 'unpark'>;
  readonly checkpoints: Checkpoints;
  readonly clock: Clock;
  readonly trouble: OnPolicyError;
  /** Of all that the policy does; default: its own. */
  readonly waits?: Waits;
}

/**
 * Follows the log for one policy, from a place of its own that is never rebuilt. Skips nothing; a failing event is tried until
 * it works or is parked.
 */
export class PolicySubscription {
  private readonly stopping = new AbortController();
  private readonly pauses = new Pauses();
  private readonly limit = pLimit(AT_ONCE);
  private readonly unfinished = new Unfinished(MOST_UNFINISHED);
  private readonly handling = new Set<Promise<void>>();
  /** Everything up to here was begun. */
  private seen: Mark = ORIGIN;
  private begun: Position = BEFORE_FIRST;
  private kept: Mark = ORIGIN;
  /** Grows when the log went back; what was begun before and lies after the place it went back to is in no log any more. */
  private epoch = 0;
  private lostAfter: Position = BEFORE_FIRST;
  /** One after another: each says what was kept before. */
  private readonly keeping = pLimit(1);
  /** Present while something is to be kept. */
  private soon?: Promise<void>;
  private readonly subscription: Subscription;

  private readonly name: string;
  private readonly parked: ParkedHere;
  private readonly waits: Waits;
  private failed = 0;

  constructor(
    policy: Pick<Policy, 'name' | 'critical'>,
    private readonly reaction: Reaction,
    private readonly on: PolicySubscriptionServices,
  ) {
    const { name } = policy;
    this.name = name;
    this.waits = on.waits ?? new Waits(name, on.trouble);
    this.parked = new ParkedHere(policy, (event) => this.reaction.react(event), {
      ...on,
      store: on.subscriptions.store,
      waits: this.waits,
    });
    this.subscription = on.subscriptions.of({
      name: `policy ${name}`,
      types: [...reaction.types, ...this.parked.settling.types],
      take: (batch, mark) => this.take(batch, mark),
      onWentBack: (wentBack) => this.wentBack(wentBack),
      onError: (error) => on.trouble(name, `after ${this.seen.position}`, error),
    });
  }

  /** Answers when the place it starts from is durable: a policy new to a log starts at the present. */
  async start(): Promise<void> {
    this.seen = await startOf(this.name, this.on.checkpoints, this.on.subscriptions);
    this.kept = this.seen;
    this.begun = this.seen.position;
    await this.parked.start();
    this.subscription.start(this.seen);
  }

  /** Times an event failed, and times it could not follow. */
  get failures(): number {
    return this.failed + this.subscription.failures;
  }

  /** One try of all that is parked, now. */
  tryParked(): Promise<void> {
    return this.parked.tryAll();
  }

  /** What is being done is finished; what waits for its turn, or to be tried again, is left to the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pauses.endAll();
    this.unfinished.close();
    await this.subscription.stop();
    await this.parked.stop();
    await Promise.all([...this.handling, this.soon]);
    // Where it fails, what was handled since is handled again, which harms nothing; an end must come to its end.
    await this.keepPlace();
  }

  private async take({ events }: SubscriptionBatch, mark: Mark): Promise<void> {
    await this.beginAll(events);
    this.seen = this.stopping.signal.aborted ? this.seen : mark;
    this.keepSoon();
  }

  private async beginAll(events: readonly RecordedEvent[]): Promise<void> {
    for (const event of events) {
      // Of a batch that comes again, what was begun is being done.
      if (event.position <= this.begun || this.parked.has(event.id)) continue;
      if (this.unfinished.isFull) await this.unfinished.room();
      if (this.stopping.signal.aborted) {
        return;
      }
      const piece = this.unfinished.begin(this.seen);
      const finish = () => {
        this.waits.wentOn(event.id);
        piece.finish();
        this.keepSoon();
      };
      const handled = this.handle(event, finish).finally(() => this.handling.delete(handled));
      this.handling.add(handled);
      this.begun = event.position;
    }
  }

  /** From the last common place on everything is heard again, for it may be that nobody ever did what follows from it. */
  private async wentBack({ lastCommon }: WentBack): Promise<Mark> {
    this.epoch += 1;
    this.lostAfter = lastCommon.position;
    this.unfinished.forgetAfter(lastCommon.position);
    this.pauses.wakeAll();
    await this.keeping(async () => {
      await this.on.checkpoints.set(this.name, lastCommon, this.kept);
      this.seen = this.kept = (await this.on.checkpoints.get(this.name)) ?? lastCommon;
    });
    this.begun = this.seen.position;
    return this.seen;
  }

  private async handle(event: RecordedEvent, finish: () => void): Promise<void> {
    const { signal } = this.stopping;
    const { epoch } = this;
    const failures = new Failures();
    for (let inARow = 0; !signal.aborted;) {
      if (epoch !== this.epoch && event.position > this.lostAfter) return finish();
      try {
        if (await this.limit(() => this.acted(event))) finish();
        return;
      } catch (error) {
        if (await this.gaveUp(event, failures, error)) return finish();
        await this.pauses.for(retryAfterMs(error, inARow));
        inARow = failuresWith(error, inARow);
      }
    }
  }

  /** False: it was stopped before the turn came, and this is not done. */
  private async acted(event: RecordedEvent): Promise<boolean> {
    if (this.stopping.signal.aborted) return false;
    const { settling } = this.parked;
    await (settling.types.includes(event.type) ? settling : this.reaction).react(event);
    return true;
  }

  private async gaveUp(event: RecordedEvent, failures: Failures, error: unknown): Promise<boolean> {
    if (this.waits.tell(event.id, error)) return false;
    this.failed += 1;
    if (!failures.add(error, this.on.clock.now())) return false;
    try {
      await this.parked.park(event, failures, error);
      return true;
    } catch (notParked) {
      this.on.trouble(this.name, event.id, notParked);
      return false;
    }
  }

  /** Also where nothing comes any more: a place that is behind tells of work that is done as of work to do. */
  private keepSoon(): void {
    this.soon ??= this.keepLater().finally(() => {
      delete this.soon;
    });
  }

  private async keepLater(): Promise<void> {
    let isKept = false;
    for (let tries = 0; !isKept && !this.stopping.signal.aborted; tries += 1) {
      await this.pauses.for(Math.max(KEEP_PLACE_AFTER_MS, backoffMs(tries)));
      isKept = this.stopping.signal.aborted || (await this.keepPlace());
    }
  }

  /** Whether nothing went wrong. Never over another node's: where that one is at work too, its place is as good. */
  private async keepPlace(): Promise<boolean> {
    try {
      await this.keeping(async () => {
        const place = this.unfinished.safe(this.seen);
        if (place.position <= this.kept.position) return;
        const isOurs = await this.on.checkpoints.set(this.name, place, this.kept);
        this.kept = isOurs ? place : ((await this.on.checkpoints.get(this.name)) ?? this.kept);
      });
      return true;
    } catch (error) {
      this.on.trouble(this.name, 'its place', error);
      return false;
    }
  }
}
