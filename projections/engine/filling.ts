import type { Clock } from '../../src/kernel/clock';
import type { EventStore, SubscriptionBatch } from '../../src/kernel/event-store';
import type { Position } from '../../src/kernel/position';
import type { Projector } from '../../src/kernel/projector';
import type { BuildTable, ModelBuild } from '../../src/kernel/read-store';
import { StoreDamaged } from '../../src/kernel/store-errors';
import { applyBatch } from './apply-batch';
import type { Pace } from './pace';
import { PoisonousEvent } from './poisonous-event';

const BATCH = 1000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;

/** Why a filling gave up: going on would leave the read model wrong, or write to what a person must look at first. */
export type StopReason = PoisonousEvent | StoreDamaged;

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
 * Fills one build of a read model from the log, from its checkpoint on, until it is stopped, meets a poisonous event
 * or finds its store damaged. Any other trouble is tried again, ever more slowly.
 */
export class Filling<D> {
  position: Position = '';
  /** Events applied since it began. */
  applied = 0;
  stoppedBy?: StopReason;
  private readonly ending = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private checkpointed = '';
  private checkpointedAt = 0;
  private wake: () => void = () => undefined;

  constructor(
    readonly build: ModelBuild,
    private readonly projector: Projector<D>,
    private readonly table: BuildTable<D>,
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly pace: Pace,
    private readonly told: FillingEvents,
  ) {}

  async start(): Promise<void> {
    this.position = this.checkpointed = await this.table.checkpoint();
    this.running = this.run();
  }

  /** Somebody waits: what is there is applied now. */
  hurry(): void {
    this.wake();
  }

  /** Finishes the batch in hand, then writes how far it got. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.ending.signal.aborted && this.stoppedBy === undefined) {
      try {
        await this.follow(() => {
          pause = FIRST_PAUSE_MS;
        });
        await this.checkpoint();
      } catch (error) {
        if (error instanceof PoisonousEvent || error instanceof StoreDamaged) {
          this.stoppedBy = error;
          this.told.onStopped(error);
          return;
        }
        this.told.onTrouble(error);
        await this.rest(pause);
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
      }
    }
  }

  private async follow(progressed: () => void): Promise<void> {
    const { signal } = this.ending;
    const { types } = this.projector;
    const from = { after: this.position, signal, batchSize: BATCH };
    for await (const batch of this.store.subscribe(types === undefined ? from : { ...from, types })) {
      await this.apply(batch);
      progressed();
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
