import type { Clock } from '../../src/kernel/clock';
import type { SubscriptionBatch } from '../../src/kernel/event-store';
import type { Position } from '../../src/kernel/position';
import type { DamageSettled } from '../../src/kernel/facts/settled';
import type { Projector } from '../../src/kernel/projector';
import type { Versioned } from '../../src/kernel/read-model';
import type { BuildTable, ModelBuild } from '../../src/kernel/read-store';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { StoreDamaged } from '../../src/kernel/store-errors';
import { isSameMark, ORIGIN, type Mark } from '../../src/kernel/subscription/mark';
import { MarkMoved } from '../../src/kernel/subscription/mark-moved';
import type { Subscription } from '../../src/kernel/subscription/subscription';
import type { Subscriptions } from '../../src/kernel/subscription/subscriptions';
import type { WentBack } from '../../src/kernel/subscription/went-back';
import { applyBatch } from './apply-batch';
import { betweenSettlings, concerns, takenBy, wantedTypes } from './settled-loss';
import type { WriteInterval } from './write-interval';
import { PoisonousEvent } from './poisonous-event';

const BATCH = 1000;

/** Why a filling stands still: going on would leave the read model wrong, or write to what a person must look at first. */
export type StopReason = PoisonousEvent | StoreDamaged;

export interface ProjectionBuildServices {
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly pace: WriteInterval;
}

export interface ProjectionBuildEvents {
  /** Everything up to its position has been applied. */
  onReached(): void;
  /** Does somebody wait for what has not been applied yet? */
  isAwaited(): boolean;
  /** All that was in the log at some moment has been applied. */
  onCaughtUp(): Promise<void>;
  onStopped(reason: StopReason): void;
  /** The log went back: this build holds what never happened. Answered when another one has begun; it is filled no more. */
  onWentBack(wentBack: WentBack): Promise<void>;
  /** Damage of what this model is made of was settled: what it holds may be more than the log says by now. */
  onSettled(): Promise<void>;
  /** The store has this build no longer; it is filled no more. */
  onLost(): void;
  onError(error: unknown): void;
}

/**
 * Fills one build of a read model from the log, from its checkpoint on, until it is stopped. Whatever goes wrong is tried
 * again, ever more slowly; at a poisonous event and a damaged store it says that it has stopped, until it gets further.
 */
export class ProjectionBuild<D> {
  position: Position = '';
  /** Events applied since it began. */
  applied = 0;
  stoppedBy?: StopReason;
  private readonly ending = new AbortController();
  private readonly subscription: Subscription;
  private readonly clock: Clock;
  private readonly pace: WriteInterval;
  /** What was taken, and what of it is written. */
  private taken: Mark = ORIGIN;
  private written: Mark = ORIGIN;
  private checkpointedAt = 0;
  private wake: () => void = () => undefined;

  constructor(
    readonly build: ModelBuild,
    private readonly projector: Projector<D>,
    private readonly table: BuildTable<D>,
    { subscriptions, clock, pace }: ProjectionBuildServices,
    private readonly told: ProjectionBuildEvents,
  ) {
    const types = wantedTypes(projector);
    this.clock = clock;
    this.pace = pace;
    this.subscription = subscriptions.of({
      name: `read model ${build.model} v${build.version} g${build.generation}`,
      batchSize: BATCH,
      ...(types === undefined ? {} : { types }),
      take: (batch, mark) => this.take(batch, mark),
      resume: () => this.resume(),
      onProved: (mark) => this.proved(mark),
      onWentBack: (wentBack) => this.wentBack(wentBack),
      onError: (error) => this.failed(error),
    });
  }

  async start(): Promise<void> {
    const written = await this.table.checkpoint();
    if (written === undefined) return this.told.onLost();
    this.adopt(written);
    this.subscription.start(written);
  }

  /** Somebody waits: what is there is applied now. */
  hurry(): void {
    this.wake();
    this.subscription.hurry();
  }

  /** Finishes the batch in hand, then writes how far it got. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.subscription.stop();
    try {
      await this.checkpoint();
    } catch (error) {
      if (error instanceof MarkMoved) return;
      // What was applied since is applied again, which changes nothing; an end must come to its end.
      this.told.onError(error);
    }
  }

  private async take(batch: SubscriptionBatch, mark: Mark): Promise<void> {
    await this.apply(batch, mark);
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
      this.told.onError(error);
      return;
    }
    const isNews = this.stoppedBy?.message !== error.message;
    this.stoppedBy = error;
    if (isNews) this.told.onStopped(error);
  }

  /** What was settled takes from what stands before it, and from nothing behind it. */
  private async apply({ events }: SubscriptionBatch, mark: Mark): Promise<void> {
    const pieces = betweenSettlings(this.projector, events);
    for (const { events: piece, settled } of pieces) {
      // Not before the last piece is the whole batch applied; until then what is written is written again after an end.
      await this.applyPiece(piece, settled === undefined ? mark : this.taken);
      if (settled !== undefined) await this.settle(settled);
    }
  }

  private async settle(settled: DamageSettled): Promise<void> {
    for await (const changes of takenBy(this.projector, this.table, settled)) await this.write(changes, this.taken);
    if (concerns(this.projector, settled)) await this.told.onSettled();
  }

  private async applyPiece(events: readonly RecordedEvent[], mark: Mark): Promise<void> {
    const { changes, poison } = await applyBatch(this.projector, this.table, events);
    const good = poison === undefined ? events : events.slice(0, events.indexOf(poison.event));
    if (changes.length > 0) await this.write(changes, poison === undefined ? mark : this.taken);
    this.applied += good.length;
    this.taken = poison === undefined ? mark : this.taken;
    const reached = poison === undefined ? mark.position : (good.at(-1)?.position ?? this.position);
    this.position = reached > this.position ? reached : this.position;
    this.told.onReached();
    if (poison !== undefined) {
      throw poison;
    }
  }

  private async checkpoint(): Promise<void> {
    this.checkpointedAt = this.clock.now();
    if (!isSameMark(this.taken, this.written)) await this.write([], this.taken);
  }

  private async write(changes: readonly Versioned<D>[], mark: Mark): Promise<void> {
    await this.table.write(changes, mark, this.written);
    this.written = mark;
  }

  /** Where another one was at work, or the store was put back, what stands there counts. */
  private async resume(): Promise<Mark | undefined> {
    const written = await this.table.checkpoint();
    if (written === undefined) this.told.onLost();
    else if (!isSameMark(written, this.written)) this.adopt(written);
    return written && this.taken;
  }

  private adopt(mark: Mark): void {
    this.taken = this.written = mark;
  }

  /** Not before: whoever asks would be told that what was lost is current. */
  private proved(mark: Mark): void {
    this.taken = mark;
    this.position = mark.position;
    this.told.onReached();
  }

  private async wentBack(wentBack: WentBack): Promise<undefined> {
    await this.told.onWentBack(wentBack);
    this.position = wentBack.lastCommon.position;
    // Whoever reads it on another node must not take it for current.
    await this.write([], wentBack.lastCommon).catch((error: unknown) => {
      if (!(error instanceof MarkMoved)) this.told.onError(error);
    });
    this.taken = this.written;
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
