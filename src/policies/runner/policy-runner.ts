import { Inject, Injectable } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Checkpoints } from '../../kernel/checkpoints';
import { Clock } from '../../kernel/clock';
import type { PolicyOperations, PolicyReport } from '../../kernel/operations';
import { Lease } from '../../kernel/lease';
import { Random } from '../../kernel/random';
import { ReadModels } from '../../kernel/read-models';
import { ReadSide } from '../../kernel/read-side';
import { Shutdown } from '../../kernel/shutdown';
import { Subscriptions } from '../../kernel/subscription/subscriptions';
import { Parking } from './parking';
import { startOf } from './start-of';
import { POLICY_LIST, type Policy } from './policy';
import { LeadershipTerm, type LeadershipServices } from './leadership-term';
import { parkedBy, reportOf } from './report-of';
import { ON_POLICY_ERROR, type OnPolicyError } from './on-policy-error';

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
  private readonly host: LeadershipServices;
  private term?: LeadershipTerm;
  private looking?: Promise<void>;

  constructor(
    @Inject(POLICY_LIST) private readonly policies: readonly Policy[],
    @Inject(Subscriptions) subscriptions: Subscriptions,
    @Inject(Checkpoints) checkpoints: Checkpoints,
    @Inject(Lease) private readonly lease: Lease,
    @Inject(ReadModels) models: ReadModels,
    @Inject(ReadSide) readSide: ReadSide,
    @Inject(Clock) clock: Clock,
    @Inject(Parking) private readonly parking: Parking,
    @Inject(SchedulerRegistry) registry: SchedulerRegistry,
    @Inject(Random) random: Pick<Random, 'below'>,
    @Inject(ON_POLICY_ERROR) private readonly trouble: OnPolicyError,
    @Inject(Shutdown) private readonly shutdown: Shutdown,
  ) {
    this.host = { subscriptions, parking, checkpoints, models, readSide, clock, registry, random, trouble };
  }

  /** Answers when every policy's place in the log is durable: from now on no fact goes unheard, whichever node hears it. */
  async start(): Promise<void> {
    const { checkpoints, subscriptions } = this.host;
    await Promise.all(this.reacting.map(({ name }) => startOf(name, checkpoints, subscriptions)));
    await this.look();
    const timer = setInterval(() => void this.lookOnce(), LOOK_EVERY_MS);
    this.host.registry.addInterval(WORK, timer.unref());
  }

  /** One round of everything timed, now, instead of waiting for its turn; nothing where another node is at work. */
  async round(): Promise<void> {
    await this.term?.round();
  }

  has(name: string): boolean {
    return this.reacting.some((policy) => policy.name === name);
  }

  /** Of those that follow the log, whichever node is at work. */
  async reports(): Promise<readonly PolicyReport[]> {
    const { checkpoints, subscriptions } = this.host;
    const head = await subscriptions.head();
    return Promise.all(
      this.reacting.map((policy) =>
        reportOf(policy, head, {
          checkpoints,
          store: subscriptions.store,
          parking: this.parking,
          failures: this.term?.failuresOf(policy.name) ?? 0,
          waitsFor: this.term?.waitedForBy(policy.name),
        }),
      ),
    );
  }

  parked(): ReturnType<PolicyOperations['parked']> {
    return Promise.all(this.reacting.map((policy) => parkedBy(policy, this.parking)));
  }

  /** For good. What is long is broken off where it may be, and taken up again after the next start. */
  async stop(): Promise<void> {
    this.shutdown.begin();
    const { registry } = this.host;
    // Nest clears its registry when the application closes, perhaps before.
    if (registry.doesExist('interval', WORK)) registry.deleteInterval(WORK);
    await this.looking;
    const { term } = this;
    this.term = undefined;
    if (term !== undefined) {
      await term.stop();
      // Whoever waits for it need not wait until we count as dead.
      await this.lease.release(WORK).catch(this.onError);
    }
  }

  private get reacting(): readonly Policy[] {
    return this.policies.filter(({ reaction }) => reaction !== undefined);
  }

  private async begin(): Promise<void> {
    const term = new LeadershipTerm(this.policies, this.host);
    try {
      await term.start();
      this.term = term;
    } catch (error) {
      await term.stop();
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

  private readonly onError = (error: unknown): void => this.trouble(WORK, 'the lease', error);

  /** A store that does not answer leaves everything as it is: nobody can take over either. */
  private async look(): Promise<void> {
    const mine = await this.lease.hold(WORK, TTL_MS);
    if (mine && this.term === undefined) {
      await this.begin();
    } else if (!mine && this.term !== undefined) {
      const lost = this.term;
      this.term = undefined;
      await lost.stop();
    }
  }
}
