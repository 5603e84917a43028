import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { LeaseJob } from '../../commands/jobs/lease-job';
import type { LeasedJob } from '../../commands/jobs/job-leased';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { ReadSide } from '../../kernel/read-side';
import { FindJobsToDo } from '../../queries/jobs/find-jobs-to-do';
import { JobNotifier, type JobSubscription } from './job-notifier';

const MODEL_WAIT_MS = 2000;

export interface Poll {
  readonly waitMs: number;
  /** Which run of the agent asks. */
  readonly instance: string;
  /** The agent hung up. */
  readonly hungUp: AbortSignal;
}

/** Whose poll it is. */
export interface PollingAgent {
  readonly agentId: string;
  readonly hostId: string;
}

/** Long polls of agents: each waits until there is a job for it, and a newer one of the same agent ends it. */
@Injectable()
export class JobPolls {
  /** By agent: ends its poll. */
  private readonly waiting = new Map<string, () => void>();

  private ended = false;

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(JobNotifier) private readonly notifier: JobNotifier,
    @Inject(ReadSide) private readonly readSide: ReadSide,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Answers all that wait; whoever comes from now on is answered at once. */
  end(): void {
    this.ended = true;
    this.waiting.forEach((end) => end());
  }

  /** A job, or undefined when there was none in time, or nobody is there any more to take it. */
  async next(context: Context, agent: PollingAgent, poll: Poll): Promise<LeasedJob | undefined> {
    if (poll.hungUp.aborted) return undefined;
    const subscription = this.notifier.listen(agent.hostId);
    let over = false;
    let gone = false;
    const end = (): void => {
      over = true;
      subscription.wake();
    };
    /** Nobody takes a job from this poll any more. */
    const leave = (): void => {
      gone = true;
      end();
    };
    this.waiting.get(agent.agentId)?.();
    this.waiting.set(agent.agentId, leave);
    const timer = setTimeout(end, poll.waitMs);
    poll.hungUp.addEventListener('abort', leave);
    try {
      // First the subscription, then the look: what comes between the two rings.
      await this.notifier.begin();
      let at = await this.readSide.head();
      for (;;) {
        subscription.rangAt = undefined;
        await this.readSide.waitFor(['jobs'], at, MODEL_WAIT_MS);
        const { job, nextAt } = await this.ask(context, agent, poll.instance, subscription, () => gone);
        if (job !== undefined || over || this.ended) return job;
        await this.quiet(subscription, nextAt);
        if (over) return undefined;
        at = subscription.rangAt ?? at;
      }
    } finally {
      clearTimeout(timer);
      this.notifier.leave(subscription);
      if (this.waiting.get(agent.agentId) === leave) this.waiting.delete(agent.agentId);
    }
  }

  private async ask(
    context: Context,
    { agentId, hostId }: PollingAgent,
    instance: string,
    subscription: JobSubscription,
    isGone: () => boolean,
  ): Promise<{ job?: LeasedJob; nextAt?: number }> {
    const { jobIds, identityIds, nextAt } = await this.queries.execute(new FindJobsToDo(hostId, agentId));
    identityIds.forEach((id) => subscription.ids.add(id));
    for (const jobId of jobIds) {
      if (isGone()) break;
      const job = await this.commands.execute(new LeaseJob(context, jobId, agentId, instance));
      if (job !== undefined) return { job };
    }
    return nextAt === undefined ? {} : { nextAt };
  }

  /** Until it rings, the poll is over, or time alone may have set a job free. */
  private quiet(subscription: JobSubscription, nextAt: number | undefined): Promise<void> {
    if (subscription.rangAt !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const ms = nextAt === undefined ? undefined : Math.max(1, nextAt - this.clock.now());
      const timer = ms === undefined ? undefined : setTimeout(() => subscription.wake(), ms);
      subscription.wake = () => {
        clearTimeout(timer);
        subscription.wake = () => undefined;
        resolve();
      };
    });
  }
}
