import type { EventStore } from '../../src/kernel/event-store';
import { BEFORE_FIRST, type Position } from '../../src/kernel/position';
import { lagBetween } from '../../src/kernel/position-lag';
import type { Condition, FindOptions, ModelSchema } from '../../src/kernel/read-model';
import type { BuildTable, ModelBuild, ReadStore } from '../../src/kernel/read-store';
import { ReadModelBehind, StoreUnavailable, type StoreDamaged } from '../../src/kernel/store-errors';
import { ORIGIN } from '../../src/kernel/subscription/mark';
import { filledByNewer } from './unfit-builds';
import type { ProjectionStatus, RunningModel } from './running-model';
import { Waiters } from './waiters';

/** While somebody waits, the store is asked this often how far the filling node is, however many wait, ms. */
const POLL_MS = 25;

interface Active<D> {
  readonly build: ModelBuild;
  readonly table: BuildTable<D>;
}

/** One read model that another node fills: what this one knows of it stands in the store. */
export class FollowedModel<D> implements RunningModel<D> {
  private active?: Active<D>;
  private isBeingRebuilt = false;
  private position: Position = BEFORE_FIRST;
  private polling?: Promise<void>;
  private beginning?: Promise<void>;
  private stopped = false;
  private readonly waiters = new Waiters();

  constructor(
    private readonly schema: ModelSchema,
    private readonly store: EventStore,
    private readonly reads: ReadStore,
    private readonly onError: (error: unknown) => void,
  ) {}

  get name(): string {
    return this.schema.name;
  }

  async start(): Promise<void> {
    await this.look();
    if ((this.active?.build.version ?? 0) > this.schema.version) throw this.newer();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.waiters.giveUp();
    await this.polling;
  }

  /** Which build is the active one by now, and how far it is. */
  async look(): Promise<void> {
    const builds = await this.reads.builds(this.name);
    const build = builds.find((each) => each.active);
    this.isBeingRebuilt = builds.some((each) => this.isGrowing(each));
    if (build === undefined) {
      this.active = undefined;
    } else if (build.version !== this.active?.build.version || build.generation !== this.active.build.generation) {
      this.active = { build, table: this.reads.table<D>(this.schema, build) };
      this.position = BEFORE_FIRST;
    }
    await this.readPosition();
  }

  /** This node fills it from now on: the build that was read until then may be dropped, and must answer nobody as if it were empty. */
  forget(): void {
    this.active = undefined;
    this.waiters.giveUp();
  }

  get(id: string): Promise<D | undefined> {
    return this.present().get(id);
  }

  find(options: FindOptions): Promise<readonly D[]> {
    return this.present().find(options);
  }

  count(where: readonly Condition[]): Promise<number> {
    return this.present().count(where);
  }

  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (this.hasReached(position)) return true;
    const reached = this.waiters.wait(position, timeoutMs);
    this.polling ??= this.poll().finally(() => {
      this.polling = undefined;
    });
    return reached;
  }

  hasReached(position: Position): boolean {
    return this.active !== undefined && this.position >= position;
  }

  /** Begins the build, unless one is under way; the node that fills the model finds it and fills it too. */
  rebuild(): Promise<void> {
    this.beginning ??= this.beginAnew().finally(() => {
      this.beginning = undefined;
    });
    return this.beginning;
  }

  async status(): Promise<ProjectionStatus> {
    const [head] = await Promise.all([this.store.head(), this.readPosition()]);
    return {
      name: this.name,
      version: this.schema.version,
      position: this.position,
      current: this.hasReached(head),
      lag: lagBetween(this.position, head),
      state: this.isBeingRebuilt ? 'rebuilding' : 'running',
    };
  }

  private async beginAnew(): Promise<void> {
    const builds = await this.reads.builds(this.name);
    if (builds.some((build) => this.isGrowing(build))) return;
    await this.reads.begin(this.schema);
    this.isBeingRebuilt = true;
  }

  private isGrowing({ active, version }: ModelBuild): boolean {
    return !active && version === this.schema.version;
  }

  private present(): BuildTable<D> {
    if (this.active === undefined) throw new ReadModelBehind(this.name, 'is not there yet');
    if (this.active.build.version > this.schema.version) throw new StoreUnavailable(this.newer().message);
    return this.active.table;
  }

  private newer(): StoreDamaged {
    return filledByNewer(this.name, this.active?.build.version, this.schema.version);
  }

  private async readPosition(): Promise<void> {
    const { active } = this;
    const { position } = (await active?.table.checkpoint()) ?? ORIGIN;
    // An answer that comes late says nothing of the build that has become the active one meanwhile.
    if (active === this.active) this.position = position;
    if (this.active !== undefined) this.waiters.reached(this.position);
  }

  private async poll(): Promise<void> {
    while (this.waiters.any && !this.stopped) {
      try {
        await this.readPosition();
      } catch (error) {
        this.onError(error);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
