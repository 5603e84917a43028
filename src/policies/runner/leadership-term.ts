import type { SchedulerRegistry } from '@nestjs/schedule';
import type { Random } from '../../kernel/random';
import type { ReadModels } from '../../kernel/read-models';
import type { ReadSide } from '../../kernel/read-side';
import { DueRound } from './due-round';
import { PolicySubscription, type PolicySubscriptionServices } from './policy-subscription';
import type { Policy } from './policy';
import { Scheduler } from './scheduler';
import { Waits } from './waits';

export interface LeadershipServices extends PolicySubscriptionServices {
  readonly models: ReadModels;
  readonly readSide: ReadSide;
  readonly registry: SchedulerRegistry;
  readonly random: Pick<Random, 'below'>;
}

interface Work {
  readonly policy: Policy;
  readonly waits: Waits;
  readonly subscription?: PolicySubscription;
}

/** One time of a node at the work of all policies, from taking it up to laying it down. */
export class LeadershipTerm {
  private readonly works: ReadonlyMap<string, Work>;
  private readonly scheduler: Scheduler;

  constructor(
    policies: readonly Policy[],
    private readonly on: LeadershipServices,
  ) {
    this.works = new Map(policies.map((policy) => [policy.name, this.workOf(policy)]));
    this.scheduler = new Scheduler(on.registry, on.random);
  }

  async start(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.start()));
    for (const { policy, waits } of this.works.values()) {
      const { name, dueWork, task } = policy;
      if (dueWork !== undefined) {
        this.scheduler.add(`${name}: what is due`, new DueRound(name, dueWork, { ...this.on, waits }), waits);
      }
      if (task !== undefined) {
        this.scheduler.add(name, task, waits);
      }
    }
  }

  /** Times a policy failed since this node took up the work. */
  failuresOf(policy: string): number {
    return this.works.get(policy)?.subscription?.failures ?? 0;
  }

  /** The read model that a policy waits for on this node. */
  waitedForBy(policy: string): string | undefined {
    return this.works.get(policy)?.waits.for;
  }

  round(): Promise<void> {
    return this.scheduler.roundOfAll();
  }

  async stop(): Promise<void> {
    await Promise.all([this.scheduler.stop(), ...this.subscriptions.map((subscription) => subscription.stop())]);
  }

  private get subscriptions(): readonly PolicySubscription[] {
    return [...this.works.values()].flatMap(({ subscription }) => subscription ?? []);
  }

  private workOf(policy: Policy): Work {
    const waits = new Waits(policy.name, this.on.trouble);
    const { reaction } = policy;
    if (reaction === undefined) return { policy, waits };
    return { policy, waits, subscription: new PolicySubscription(policy, reaction, { ...this.on, waits }) };
  }
}
