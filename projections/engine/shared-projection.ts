import type { Lease } from '../../src/kernel/lease';
import type { Position } from '../../src/kernel/position';
import type { Condition, FindOptions } from '../../src/kernel/read-model';
import type { FollowedModel } from './followed-model';
import type { Projection } from './projection';
import type { Ticker } from './ticker';
import type { ProjectionStatus, RunningModel } from './running-model';

/** How nodes share the filling of read models. */
export interface ProjectionSharing {
  readonly lease: Lease;
  /** False: this process only reads what others fill. */
  readonly fills: boolean;
  /** A node that was silent so long is taken for dead, ms. */
  readonly ttlMs: number;
  /** Between two looks at who fills and what is there, ms. */
  readonly lookEveryMs: number;
}

/** Take-over: at most the silence, one look of the node that takes over, and what the two cost. */
export const SHARED_BY_DEFAULT = { fills: true, ttlMs: 3000, lookEveryMs: 1000 } as const;

/** The name under which the filling of one version of a model is leased: each release fills its own. */
export const buildLeaseOf = (model: string, version: number): string => `filling ${model} v${version}`;

/** One read model of a store that several nodes share: one of them fills it, and when it falls silent, another one does. */
export class SharedProjection<D> implements RunningModel<D> {
  private filled?: Projection<D>;
  private looking?: Promise<void>;
  private endLooking: () => void = () => undefined;

  constructor(
    private readonly followed: FollowedModel<D>,
    private readonly toFill: () => Projection<D>,
    private readonly version: number,
    private readonly sharing: ProjectionSharing,
    private readonly ticker: Ticker,
    private readonly onError: (error: unknown) => void,
  ) {}

  get name(): string {
    return this.followed.name;
  }

  async start(): Promise<void> {
    await this.followed.start();
    await this.look();
    this.endLooking = this.ticker.each(() => void this.lookOnce());
  }

  async stop(): Promise<void> {
    this.endLooking();
    await this.looking;
    await this.filled?.stop();
    await this.followed.stop();
    if (this.filled !== undefined) {
      // Whoever waits for it need not wait until we count as dead.
      await this.sharing.lease.release(this.leased).catch(this.onError);
    }
  }

  get(id: string): Promise<D | undefined> {
    return this.present.get(id);
  }

  find(options: FindOptions): Promise<readonly D[]> {
    return this.present.find(options);
  }

  count(where: readonly Condition[]): Promise<number> {
    return this.present.count(where);
  }

  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    const until = performance.now() + timeoutMs;
    const asked = this.present;
    if (await asked.waitFor(position, timeoutMs)) return true;
    // Laid down, a filling gives up whoever waits for it; what another node fills from now on may get there in time.
    const leftMs = until - performance.now();
    return this.present !== asked && leftMs > 0 && this.present.waitFor(position, leftMs);
  }

  hasReached(position: Position): boolean {
    return this.present.hasReached(position);
  }

  rebuild(): Promise<void> {
    return this.present.rebuild();
  }

  status(): Promise<ProjectionStatus> {
    return this.present.status();
  }

  private get present(): RunningModel<D> {
    return this.filled?.serves === true ? this.filled : this.followed;
  }

  private get leased(): string {
    return buildLeaseOf(this.name, this.version);
  }

  private async fill(): Promise<void> {
    const filled = this.toFill();
    try {
      await filled.start();
      this.filled = filled;
    } catch (error) {
      await filled.stop();
      throw error;
    }
  }

  private lookOnce(): Promise<void> {
    this.looking ??= this.look()
      .catch(this.onError)
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }

  /** A store that does not answer leaves everything as it is: nobody can take over either. */
  private async look(): Promise<void> {
    const { lease, fills, ttlMs } = this.sharing;
    const mine = fills && (await lease.hold(this.leased, ttlMs));
    if (mine && this.filled === undefined) {
      await this.fill();
    } else if (!mine && this.filled !== undefined) {
      const lost = this.filled;
      await this.followed.look();
      this.filled = undefined;
      await lost.stop();
    }
    await this.filled?.adopt();
    if (this.filled?.serves === true) this.followed.forget();
    else await this.followed.look();
  }
}
