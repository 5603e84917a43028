import type { Checkpoints } from '../../kernel/checkpoints';
import type { Clock } from '../../kernel/clock';
import type { SubscriptionBatch } from '../../kernel/event-store';
import { BEFORE_FIRST, type Position } from '../../kernel/position';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { SinkRefused, type Sink, type SinkFact, type SinkItem, type SinkName } from '../../kernel/sinks';
import { ORIGIN, type Mark } from '../../kernel/subscription/mark';
import { Pauses } from '../../kernel/subscription/pauses';
import type { Subscription } from '../../kernel/subscription/subscription';
import type { Subscriptions } from '../../kernel/subscription/subscriptions';
import type { WentBack } from '../../kernel/subscription/went-back';
import { inBatches } from './in-batches';
import type { SinkHealth } from './sink-health';
import { startOfSink } from './sink-mark';

const BATCH = 100;
/** After a batch, where all was sent: what comes meanwhile goes with the next one. */
const PACE_MS = 200;
/** Where more waits: requests are served in between. */
const SHORT_MS = 20;

export interface OutboxServices {
  readonly subscriptions: Subscriptions;
  readonly checkpoints: Checkpoints;
  readonly clock: Clock;
  /** Facts as they are sent. */
  readonly itemsOf: (facts: readonly RecordedEvent[]) => Promise<readonly SinkFact[]>;
  readonly trouble: (error: unknown) => void;
}

/**
 * Follows the log for one sink, from a place of its own: at least once, in order, nothing skipped. Whatever the sink does, nobody
 * else waits for it.
 */
export class SinkOutbox {
  private readonly stopping = new AbortController();
  private readonly pauses = new Pauses();
  private readonly subscription: Subscription;
  private sending: Promise<void> = Promise.resolve();
  private kept: Mark = ORIGIN;
  /** Of a batch that comes again, what was taken by then. */
  private sent: Position = BEFORE_FIRST;

  constructor(
    private readonly sink: Sink,
    private readonly markName: string,
    private readonly health: SinkHealth,
    private readonly on: OutboxServices,
  ) {
    this.subscription = on.subscriptions.of({
      name: `sink ${sink.name}`,
      batchSize: BATCH,
      take: (batch, mark) => this.take(batch, mark),
      onWentBack: (wentBack) => this.wentBack(wentBack),
      // A sink that refuses was told of when it did.
      onError: (error) => (error instanceof SinkRefused ? undefined : on.trouble(error)),
    });
  }

  get sinkName(): SinkName {
    return this.sink.name;
  }

  async start(): Promise<void> {
    this.kept = await startOfSink(this.markName, this.on.checkpoints);
    this.sent = this.kept.position;
    this.subscription.start(this.kept);
  }

  /** What is being sent is called off: it is sent again by whoever goes on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pauses.endAll();
    await this.subscription.stop();
    await this.sending.catch(() => undefined);
    await this.sink.close();
  }

  /** Sends items, one batch at a time. Throws {@link SinkRefused}, which was told of by then. */
  send(items: readonly SinkItem[]): Promise<void> {
    const before = this.sending.catch(() => undefined);
    return (this.sending = before.then(() => this.sendNow(items)));
  }

  private async sendNow(items: readonly SinkItem[]): Promise<void> {
    const { clock, trouble } = this.on;
    const { signal } = this.stopping;
    try {
      await this.sink.send(items, signal);
      this.health.delivered(clock.now());
    } catch (error) {
      if (signal.aborted) throw error;
      const refused = error instanceof SinkRefused ? error : new SinkRefused('FAILED');
      if (this.health.failed(clock.now(), refused.code)) trouble(refused);
      throw refused;
    }
  }

  private async take({ events, caughtUp }: SubscriptionBatch, mark: Mark): Promise<void> {
    const fresh = events.filter(({ position }) => position > this.sent);
    for (const batch of inBatches(fresh.length === 0 ? [] : await this.on.itemsOf(fresh))) {
      if (this.stopping.signal.aborted) return;
      await this.send(batch);
      this.sent = batch.at(-1)?.position ?? this.sent;
    }
    if (this.stopping.signal.aborted) return;
    await this.keepPlace(mark);
    if (fresh.length > 0) await this.pauses.for(caughtUp ? PACE_MS : SHORT_MS);
  }

  /** What lies behind the last common place may be other facts by now: all of it is sent. */
  private async wentBack({ lastCommon }: WentBack): Promise<Mark> {
    await this.on.checkpoints.set(this.markName, lastCommon, this.kept);
    this.kept = (await this.on.checkpoints.get(this.markName)) ?? lastCommon;
    this.sent = this.kept.position;
    return this.kept;
  }

  /** Never over another node's: where that one sends too, its place is as good. */
  private async keepPlace(mark: Mark): Promise<void> {
    if (mark.position <= this.kept.position) return;
    const isKept = await this.on.checkpoints.set(this.markName, mark, this.kept);
    this.kept = isKept ? mark : ((await this.on.checkpoints.get(this.markName)) ?? this.kept);
  }
}
