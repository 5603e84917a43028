import type { Clock } from '../../src/kernel/clock';
import type { SubscriptionBatch } from '../../src/kernel/event-store';
import type { Position } from '../../src/kernel/position';
import type { Projector } from '../../src/kernel/projector';
import type { BuildTable, ModelBuild } from '../../src/kernel/read-store';
import { StoreDamaged } from '../../src/kernel/store-errors';
import type { Subscription } from '../../src/kernel/subscription/subscription';
import type { Subscriptions } from '../../src/kernel/subscription/subscriptions';
import { applyBatch } from './apply-batch';
import type { Pace } from './pace';
import { PoisonousEvent } from './poisonous-event';

const BATCH = 1000;

/** Why a filling stands still: going on would leave the read model wrong, or write to what a person must look at first. */
export type StopReason = PoisonousEvent | StoreDamaged;

export interface FillingTools {
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly pace: Pace;
}

export interface FillingEvents {
  /** Everything up to its position has been applied. */
  onReached(): void;
  /** Does somebody wait for what has not been applied yet? */
  isAwaited(): boolean;
  /** All that was in the log at some moment has been applied. */
  onCaughtUp(): Promise<void>;
  onStopped(reason: StopReason): void;
  onTrouble(error: unknown): void;
}

/**
 * Fills one build of a read model from the log, from its checkpoint on, until it is stopped. Whatever goes wrong is tried
 * again, ever more slowly; at a poisonous event and a damaged store it says that it has stopped, until it gets further.
 */
export class Filling<D> {
  position: Position = '';
  /** Events applied since it began. */
  applied = 0;
  stoppedBy?: StopReason;
  private readonly ending = new AbortController();
  private readonly subscription: Subscription;
  private readonly clock: Clock;
  private readonly pace: Pace;
  private checkpointed = '';
  private checkpointedAt = 0;
  private wake: () => void = () => undefined;

  constructor(
    readonly build: ModelBuild,
    private readonly projector: Projector<D>,
    private readonly table: BuildTable<D>,
    { subscriptions, clock, pace }: FillingTools,
    private readonly told: FillingEvents,
  ) {
    const { types } = projector;
    this.clock = clock;
    this.pace = pace;
    this.subscription = subscriptions.of({
      name: `read model ${build.model} v${build.version} g${build.generation}`,
      batchSize: BATCH,
      ...(types === undefined ? {} : { types }),
      take: (batch) => this.take(batch),
      onTrouble: (error) => this.failed(error),
    });
  }

  async start(): Promise<void> {
    this.position = this.checkpointed = await this.table.checkpoint();
    this.subscription.start(this.position);
  }

  /** Somebody waits: what is there is applied now. */
  hurry(): void {
    this.wake();
  }

  /** Finishes the batch in hand, then writes how far it got. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.subscription.stop();
    try {
      await this.checkpoint();
    } catch (error) {
      // What was applied since is applied again, which changes nothing; an end must come to its end.
      this.told.onTrouble(error);
    }
  }

  private async take(batch: SubscriptionBatch): Promise<void> {
    await this.apply(batch);
    delete this.stoppedBy;
    if (this.clock.now() - this.checkpointedAt >= this.pace.idleCheckpointMs) {
      await this.checkpoint();
    }
    if (batch.caughtUp) {
      await this.told.onCaughtUp();
    }
    if (batch.caughtUp && !this.told.isAwaited()) {
      await this.rest(this.pace.gatherMs);
    } else {
      // A long catch-up must not keep requests from being served.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private failed(error: unknown): void {
    if (!(error instanceof PoisonousEvent || error instanceof StoreDamaged)) {
      this.told.onTrouble(error);
      return;
    }
    const isNews = this.stoppedBy?.message !== error.message;
    this.stoppedBy = error;
    if (isNews) this.told.onStopped(error);
  }

  private async apply({ events, position }: SubscriptionBatch): Promise<void> {
    const { changes, poison } = await applyBatch(this.projector, this.table, events);
    const good = poison === undefined ? events : events.slice(0, events.indexOf(poison.event));
    const reached = poison === undefined ? position : (good.at(-1)?.position ?? this.position);
    if (changes.length > 0) {
      await this.table.write(changes, reached);
      this.checkpointed = reached;
    }
    this.applied += good.length;
    this.position = reached > this.position ? reached : this.position;
    this.told.onReached();
    if (poison !== undefined) {
      throw poison;
    }
  }

  private async checkpoint(): Promise<void> {
    this.checkpointedAt = this.clock.now();
    if (this.position > this.checkpointed) {
      await this.table.write([], this.position);
      this.checkpointed = this.position;
    }
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = this.ending;
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wake = done;
      signal.addEventListener('abort', done);
      if (signal.aborted) {
        done();
      }
    });
  }
}
