import type { Clock } from '../../src/kernel/clock';
import type { Position } from '../../src/kernel/position';
import type { Projector } from '../../src/kernel/projector';
import type { BuildTable, ModelBuild, ReadStore } from '../../src/kernel/read-store';
import type { Subscriptions } from '../../src/kernel/subscription/subscriptions';
import type { WentBack } from '../../src/kernel/subscription/went-back';
import { filledByNewer, discardBroken } from './unfit-builds';
import { ProjectionBuild } from './projection-build';
import { ALONE_HERE, type ProjectionBuildOptions } from './projection-build-options';
import type { RebuildInProgress } from './rebuild-in-progress';
import type { ProjectionEvents } from './projection-events';
import type { ProjectionStatus, RunningModel } from './running-model';
import { RetryUntilStarted } from './retry-until-started';
import { ServedTable } from './served-table';
import { statusOf } from './status-of';
import { Waiters } from './waiters';

/** One read model: the build that is served, and the one that may be growing beside it. */
export class Projection<D> extends ServedTable<D> implements RunningModel<D> {
  private served: ProjectionBuild<D> | undefined;
  private inProgress: RebuildInProgress<D> | undefined;
  private beginning?: Promise<void>;
  private isSwitching = false;
  /** Damage was settled while another build took the place of the one that is served. */
  private isOutdated = false;
  private olderVersion: number | undefined;
  private replacing: Promise<void> = Promise.resolve();
  private readonly restarting: RetryUntilStarted;
  /** They wait for the model, not for a build: a switch keeps them. */
  private readonly waiters = new Waiters();

  constructor(
    readonly projector: Projector<D>,
    private readonly subscriptions: Subscriptions,
    private readonly reads: ReadStore,
    private readonly clock: Clock,
    private readonly told: ProjectionEvents,
    private readonly buildOptions: ProjectionBuildOptions = ALONE_HERE,
  ) {
    super();
    const onError = (error: unknown) => told.onError(this.name, error);
    this.restarting = new RetryUntilStarted(() => this.startAnew(), onError);
  }

  get name(): string {
    return this.projector.schema.name;
  }

  async start(): Promise<void> {
    const { version } = this.projector.schema;
    const builds = await this.reads.builds(this.name);
    const active = builds.find((build) => build.active);
    const unfinished = builds.findLast((build) => !build.active && build.version === version);
    if (active === undefined) {
      const first = unfinished ?? (await this.reads.begin(this.projector.schema));
      await this.reads.activate(first);
      await this.serve({ ...first, active: true });
    } else if (active.version > version) {
      throw filledByNewer(this.name, active.version, version);
    } else if (active.version === version) {
      await this.serve(active);
      await (unfinished === undefined ? undefined : this.grow(unfinished));
    } else {
      // The older version can't be filled by this projector any more: it is served as it stands until the new one has caught up.
      this.servedTable = this.tableOf(active);
      this.olderVersion = active.version;
      await this.grow(unfinished ?? (await this.reads.begin(this.projector.schema)));
    }
  }

  async stop(): Promise<void> {
    await this.restarting.stop();
    await Promise.all([this.served?.stop(), this.inProgress?.run.stop()]);
    await this.inProgress?.run.stop();
    this.waiters.giveUp();
  }

  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (this.hasReached(position)) return true;
    if (this.served === undefined || this.served.stoppedBy !== undefined) return false;
    const reached = this.waiters.wait(position, timeoutMs);
    this.served.hurry();
    return reached;
  }

  hasReached(position: Position): boolean {
    return this.served !== undefined && this.served.position >= position;
  }

  rebuild(): Promise<void> {
    this.beginning ??= this.beginAnew().finally(() => {
      this.beginning = undefined;
    });
    return this.beginning;
  }

  /** False while an older version is served as it stands, or nothing yet. */
  get serves(): boolean {
    return this.served !== undefined;
  }

  /** Fills what another node had begun to rebuild, and switches what was not allowed to when it had caught up. */
  async adopt(): Promise<void> {
    const { inProgress, served } = this;
    if (inProgress?.hasCaughtUp === true) await this.switchOver(inProgress.run);
    if (this.beginning !== undefined || this.isSwitching || served === undefined) return;
    const begun = (await this.reads.builds(this.name)).findLast((build) => !build.active);
    const newest = this.inProgress?.run.build ?? served.build;
    if (begun?.version === newest.version && begun.generation > newest.generation) {
      await this.giveUpRebuild();
      await this.grow(begun);
    }
  }

  status(): Promise<ProjectionStatus> {
    const { name, served, inProgress, clock } = this;
    const { version } = this.projector.schema;
    return statusOf(this.subscriptions.store, { name, version, served, inProgress, now: clock.now() });
  }

  private async serve(build: ModelBuild): Promise<void> {
    const table = this.tableOf(build);
    this.servedTable = table;
    await (this.served = this.run(build, table, async () => undefined)).start();
  }

  private async startRebuild(): Promise<void> {
    await this.grow(await this.reads.begin(this.projector.schema));
  }

  private async grow(build: ModelBuild): Promise<void> {
    const table = this.tableOf(build);
    const run: ProjectionBuild<D> = this.run(build, table, () => {
      inProgress.hasCaughtUp = true;
      return this.switchOver(run);
    });
    const inProgress: RebuildInProgress<D> = { run, table, since: this.clock.now(), hasCaughtUp: false };
    this.inProgress = inProgress;
    await run.start();
  }

  private async beginAnew(): Promise<void> {
    const { inProgress } = this;
    if (inProgress !== undefined && inProgress.run.stoppedBy === undefined) return;
    await this.giveUpRebuild();
    await this.startRebuild();
  }

  private async giveUpRebuild(): Promise<void> {
    const { inProgress } = this;
    this.inProgress = undefined;
    if (inProgress !== undefined && inProgress.run !== this.served) {
      await inProgress.run.stop();
      await this.reads.discard(inProgress.run.build);
    }
  }

  /**
   * The new build goes on growing as the one that is served; the old one is dropped with its table. Until the store has
   * taken the switch it is asked again at the next batch, so each step can be repeated. What is served and grew up itself
   * asks too, for it has caught up: it must not end itself for the next one, because it would wait for its own end.
   */
  private async switchOver(caughtUp: ProjectionBuild<D>): Promise<void> {
    const finished = this.inProgress;
    const isAhead = caughtUp.position >= (this.served?.position ?? '');
    if (finished?.run !== caughtUp || !isAhead || this.isSwitching) return;
    this.isSwitching = true;
    try {
      await this.switchTo(finished);
    } finally {
      this.isSwitching = false;
    }
  }

  private async switchTo(finished: RebuildInProgress<D>): Promise<void> {
    if (this.olderVersion !== undefined && !(await this.buildOptions.mayReplace(this.olderVersion))) return;
    if (this.served !== finished.run) {
      await this.served?.stop();
      this.served = finished.run;
      this.servedTable = finished.table;
      this.waiters.reached(finished.run.position);
    }
    await this.reads.activate(finished.run.build);
    this.inProgress = undefined;
    this.olderVersion = undefined;
    this.told.onProgress(this.name, { percent: 100, eventsPerSecond: 0 });
    if (this.isOutdated) await this.startRebuild();
    this.isOutdated = false;
  }

  private tableOf(build: ModelBuild): BuildTable<D> {
    return this.reads.table<D>(this.projector.schema, build);
  }

  private run(build: ModelBuild, table: BuildTable<D>, onCaughtUp: () => Promise<void>): ProjectionBuild<D> {
    const tools = { subscriptions: this.subscriptions, clock: this.clock, pace: this.buildOptions.pace };
    const run: ProjectionBuild<D> = new ProjectionBuild(build, this.projector, table, tools, {
      onCaughtUp,
      onReached: () => this.moved(run),
      isAwaited: () => this.waiters.any,
      onStopped: (reason) => {
        this.moved(run);
        this.told.onStopped(this.name, reason);
      },
      onWentBack: (wentBack) => this.replace(run, wentBack),
      onSettled: () => this.settled(run),
      onLost: () => this.restarting.now(),
      onError: (error) => this.told.onError(this.name, error),
    });
    return run;
  }

  /** What is served may hold more than the log by now, and what grows beside too: another one, before the mark moves on. */
  private async settled(run: ProjectionBuild<D>): Promise<void> {
    if (run !== this.served) return;
    await this.beginning?.catch(() => undefined);
    if (this.isSwitching) return void (this.isOutdated = true);
    await this.giveUpRebuild();
    await this.startRebuild();
  }

  /** One at a time: both builds find out by themselves. A filling does not wait for its own end here. */
  private replace(spoilt: ProjectionBuild<D>, wentBack: WentBack): Promise<void> {
    const replaced = this.replacing.then(async () => {
      await this.told.onWentBack?.(this.name, wentBack, this.tableOf(spoilt.build));
      if (this.inProgress?.run === spoilt && this.served !== spoilt) {
        await this.reads.discard(spoilt.build);
        this.inProgress = undefined;
      }
      if (this.inProgress === undefined) await this.startRebuild();
    });
    this.replacing = replaced.catch(() => undefined);
    return replaced;
  }

  /** The store lost builds, or was put back: what it has now counts. One without a checkpoint can't be gone on with. */
  private async startAnew(): Promise<void> {
    await Promise.all([this.served?.stop(), this.inProgress?.run.stop()]);
    this.served = this.servedTable = this.inProgress = this.olderVersion = undefined;
    await discardBroken(this.reads, this.projector.schema);
    await this.start();
  }

  private moved(run: ProjectionBuild<D>): void {
    if (run !== this.served) return;
    this.waiters.reached(run.position);
    if (run.stoppedBy !== undefined) this.waiters.giveUp();
  }
}
