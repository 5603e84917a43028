import { Inject, Injectable } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Checkpoints } from '../../kernel/checkpoints';
import type { Clock } from '../../kernel/clock';
import type { PolicyOperations, PolicyReport } from '../../kernel/operations';
import type { Lease } from '../../kernel/lease';
import { PORTS } from '../../kernel/ports';
import type { Random } from '../../kernel/random';
import type { ReadModels } from '../../kernel/read-models';
import type { ReadSide } from '../../kernel/read-side';
import type { Subscriptions } from '../../kernel/subscription/subscriptions';
import { Parking } from './parking';
import { placeOf } from './place';
import { POLICY_LIST, type Policy } from './policy';
import { Reign, type Household } from './reign';
import { reportOf } from './report-of';
import { POLICY_TROUBLE, type PolicyTrouble } from './trouble';

const WORK = 'policies';
/** A node that was silent so long is taken for dead, ms. */
const TTL_MS = 3000;
const LOOK_EVERY_MS = 1000;

/**
 * Lets things happen by themselves, on one node at a time; when that one falls silent, another goes on from where it was.
 * Two at work harm nothing. Start it after the read models and before the first request.
 */
@Injectable()
export class PolicyRunner implements PolicyOperations {
  private readonly household: Household;
  private reign?: Reign;
  private looking?: Promise<void>;

  constructor(
    @Inject(POLICY_LIST) private readonly policies: readonly Policy[],
    @Inject(PORTS.subscriptions) subscriptions: Subscriptions,
    @Inject(PORTS.checkpoints) checkpoints: Checkpoints,
    @Inject(PORTS.lease) private readonly lease: Lease,
    @Inject(PORTS.readModels) models: ReadModels,
    @Inject(PORTS.readSide) readSide: ReadSide,
    @Inject(PORTS.clock) clock: Clock,
    @Inject(Parking) private readonly parking: Parking,
    @Inject(SchedulerRegistry) registry: SchedulerRegistry,
    @Inject(PORTS.random) random: Pick<Random, 'below'>,
    @Inject(POLICY_TROUBLE) private readonly trouble: PolicyTrouble,
  ) {
    this.household = { subscriptions, parking, checkpoints, models, readSide, clock, registry, random, trouble };
  }

  /** Answers when every policy's place in the log is durable: from now on no fact goes unheard, whichever node hears it. */
  async start(): Promise<void> {
    const { checkpoints, subscriptions } = this.household;
    await Promise.all(this.reacting.map(({ name }) => placeOf(name, checkpoints, subscriptions)));
    await this.look();
    const timer = setInterval(() => void this.lookOnce(), LOOK_EVERY_MS);
    this.household.registry.addInterval(WORK, timer.unref());
  }

  /** One round of everything timed, now, instead of waiting for its turn; nothing where another node is at work. */
  async round(): Promise<void> {
    await this.reign?.round();
  }

  has(name: string): boolean {
    return this.reacting.some((policy) => policy.name === name);
  }

  /** Of those that follow the log, whichever node is at work. */
  async reports(): Promise<readonly PolicyReport[]> {
    const { checkpoints, subscriptions } = this.household;
    const head = await subscriptions.head();
    return Promise.all(
      this.reacting.map((policy) =>
        reportOf(policy, head, {
          checkpoints,
          store: subscriptions.store,
          parking: this.parking,
          failures: this.reign?.failuresOf(policy.name) ?? 0,
        }),
      ),
    );
  }

  async stop(): Promise<void> {
    const { registry } = this.household;
    // Nest clears its registry when the application closes, perhaps before.
    if (registry.doesExist('interval', WORK)) registry.deleteInterval(WORK);
    await this.looking;
    const { reign } = this;
    this.reign = undefined;
    if (reign !== undefined) {
      await reign.stop();
      // Whoever waits for it need not wait until we count as dead.
      await this.lease.release(WORK).catch(this.onTrouble);
    }
  }

  private get reacting(): readonly Policy[] {
    return this.policies.filter(({ reaction }) => reaction !== undefined);
  }

  private async begin(): Promise<void> {
    const reign = new Reign(this.policies, this.household);
    try {
      await reign.start();
      this.reign = reign;
    } catch (error) {
      await reign.stop();
      throw error;
    }
  }

  private lookOnce(): Promise<void> {
    this.looking ??= this.look()
      .catch(this.onTrouble)
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }

  private readonly onTrouble = (error: unknown): void => this.trouble(WORK, 'the lease', error);

  /** A store that does not answer leaves everything as it is: nobody can take over either. */
  private async look(): Promise<void> {
    const mine = await this.lease.hold(WORK, TTL_MS);
    if (mine && this.reign === undefined) {
      await this.begin();
    } else if (!mine && this.reign !== undefined) {
      const lost = this.reign;
      this.reign = undefined;
      await lost.stop();
    }
  }
}
