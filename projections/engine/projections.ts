import type { Clock } from '../../src/kernel/clock';
import type { Position } from '../../src/kernel/position';
import type { Projector } from '../../src/kernel/projector';
import type { ReadModel } from '../../src/kernel/read-model';
import type { ReadModels } from '../../src/kernel/read-models';
import type { ReadStore } from '../../src/kernel/read-store';
import type { Subscriptions } from '../../src/kernel/subscription/subscriptions';
import { FollowedModel } from './followed-model';
import { SHARED } from './write-interval';
import { Projection } from './projection';
import { Ticker } from './ticker';
import type { ProjectionEvents } from './projection-events';
import type { ProjectionStatus, RunningModel } from './running-model';
import { buildLeaseOf, SharedProjection, type ProjectionSharing } from './shared-projection';

const PROGRESS_EVERY_MS = 2000;

/** Every read model of the application: started, stopped, waited for and rebuilt together. */
export class Projections implements ReadModels {
  private readonly all: ReadonlyMap<string, RunningModel<unknown>>;
  private reporting?: NodeJS.Timeout;

  constructor(
    projectors: readonly Projector<unknown>[],
    private readonly subscriptions: Subscriptions,
    reads: ReadStore,
    clock: Clock,
    private readonly told: ProjectionEvents,
    /** Absent: the read models are this process's alone. */
    sharing?: ProjectionSharing,
  ) {
    const alone = (projector: Projector<unknown>) => new Projection(projector, subscriptions, reads, clock, told);
    const ticker = new Ticker(sharing?.lookEveryMs ?? 0);
    const made = projectors.map(
      sharing === undefined ? alone : (projector) => this.shared(projector, reads, clock, sharing, ticker),
    );
    this.all = new Map(made.map((projection) => [projection.name, projection]));
  }

  async start(): Promise<void> {
    const started = await Promise.allSettled([...this.all.values()].map((projection) => projection.start()));
    // Not before all have come to an end: none must begin behind the back of whoever gives up now.
    for (const each of started) {
      if (each.status === 'rejected') throw each.reason;
    }
    this.reporting = setInterval(() => {
      this.report().catch((error: unknown) => this.told.onError('progress', error));
    }, PROGRESS_EVERY_MS);
    this.reporting.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.reporting);
    await Promise.all([...this.all.values()].map((projection) => projection.stop()));
  }

  /** The active build, whichever that is when it is asked. Throws for a name nobody gave a model. */
  readModel<D>(name: string): ReadModel<D> {
    return this.named(name) as RunningModel<D>;
  }

  head(): Promise<Position> {
    return this.subscriptions.head();
  }

  /** True once each of these models has applied everything up to there. */
  async waitFor(models: readonly string[], position: Position, timeoutMs: number): Promise<boolean> {
    const reached = await Promise.all(models.map((name) => this.named(name).waitFor(position, timeoutMs)));
    return reached.every(Boolean);
  }

  /** Models that have not got that far. */
  behind(position: Position): readonly string[] {
    return [...this.all.values()].filter((each) => !each.hasReached(position)).map(({ name }) => name);
  }

  has(name: string): boolean {
    return this.all.has(name);
  }

  rebuild(name: string): Promise<void> {
    return this.named(name).rebuild();
  }

  status(): Promise<readonly ProjectionStatus[]> {
    return Promise.all([...this.all.values()].map((projection) => projection.status()));
  }

  private shared(
    projector: Projector<unknown>,
    reads: ReadStore,
    clock: Clock,
    sharing: ProjectionSharing,
    ticker: Ticker,
  ): RunningModel<unknown> {
    const { subscriptions, told } = this;
    const { schema } = projector;
    const onError = (error: unknown) => told.onError(schema.name, error);
    // As long as a node of the older release fills that version, somebody reads it.
    const mayReplace = (version: number) => sharing.lease.hold(buildLeaseOf(schema.name, version), sharing.ttlMs);
    const toFill = () => new Projection(projector, subscriptions, reads, clock, told, { pace: SHARED, mayReplace });
    const followed = new FollowedModel<unknown>(schema, subscriptions.store, reads, onError);
    return new SharedProjection(followed, toFill, schema.version, sharing, ticker, onError);
  }

  private named(name: string): RunningModel<unknown> {
    const projection = this.all.get(name);
    if (projection === undefined) {
      throw new Error(`there is no read model ${name}`);
    }
    return projection;
  }

  private async report(): Promise<void> {
    for (const { name, progress } of await this.status()) {
      if (progress !== undefined) {
        this.told.onProgress(name, progress);
      }
    }
  }
}
