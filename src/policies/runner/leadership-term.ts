import type { SchedulerRegistry } from '@nestjs/schedule';
import type { Random } from '../../kernel/random';
import type { ReadModels } from '../../kernel/read-models';
import type { ReadSide } from '../../kernel/read-side';
import { DueRound } from './due-round';
import { PolicySubscription, type PolicySubscriptionServices } from './policy-subscription';
import type { Policy } from './policy';
import { Scheduler } from './scheduler';

export interface LeadershipServices extends PolicySubscriptionServices {
  readonly models: ReadModels;
  readonly readSide: ReadSide;
  readonly registry: SchedulerRegistry;
  readonly random: Pick<Random, 'below'>;
}

/** One time of a node at the work of all policies, from taking it up to laying it down. */
export class LeadershipTerm {
  private readonly subscriptions: ReadonlyMap<string, PolicySubscription>;
  private readonly scheduler: Scheduler;

  constructor(
    private readonly policies: readonly Policy[],
    private readonly on: LeadershipServices,
  ) {
    this.subscriptions = new Map(
      policies.flatMap((policy) =>
        policy.reaction === undefined
          ? []
          : [[policy.name, new PolicySubscription(policy, policy.reaction, on)] as const],
      ),
    );
    this.scheduler = new Scheduler(on.registry, on.trouble, on.random);
  }

  async start(): Promise<void> {
    await Promise.all([...this.subscriptions.values()].map((subscription) => subscription.start()));
    for (const { name, dueWork, task } of this.policies) {
      if (dueWork !== undefined) {
        this.scheduler.add(`${name}: what is due`, new DueRound(name, dueWork, this.on));
      }
      if (task !== undefined) {
        this.scheduler.add(name, task);
      }
    }
  }

  /** Times a policy failed since this node took up the work. */
  failuresOf(policy: string): number {
    return this.subscriptions.get(policy)?.failures ?? 0;
  }

  round(): Promise<void> {
    return this.scheduler.roundOfAll();
  }

  async stop(): Promise<void> {
    await Promise.all([
      this.scheduler.stop(),
      ...[...this.subscriptions.values()].map((subscription) => subscription.stop()),
    ]);
  }
}
