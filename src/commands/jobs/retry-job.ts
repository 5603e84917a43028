import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../access/require';
import { retryJob } from '../../domain/identities/decide/retry';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob, jobIdOf } from '../../domain/identities/job-id';
import type { JobRecord } from '../../domain/identities/job-record';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { askingOf } from './asking-of';
import { FindJob } from './find-job';
import { loadAuthorizedJob } from './load-authorized-job';

/** Does a job once more that ended without success; answers the new job. Needs `hosts.manage_users`. */
export class RetryJob extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly jobId: string,
  ) {
    super();
  }
}

@CommandHandler(RetryJob)
export class RetryJobHandler implements ICommandHandler<RetryJob> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FindJob) private readonly jobs: FindJob,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, jobId }: RetryJob): Promise<CommandResult> {
    const id = identityOfJob(jobId);
    const unique = context.ids.next();
    const again = jobIdOf(id, unique);
    const decisionTarget = { fold: identity, id, refusedAs: 'keyledger.job-retry-refused.v1', asked: { jobId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      let job: JobRecord | undefined;
      const reached = await loadAuthorizedJob(decision, context, jobId, async (state) => {
        job = await this.jobs.find(jobId, state);
        return job !== undefined;
      });
      if (isRefusal(reached)) {
        return reached;
      }
      // A repeated request finds its own job.
      if (reached.jobs.some((open) => open.jobId === again)) {
        return [];
      }
      if (job === undefined) {
        return notFound('job');
      }
      const asking = await askingOf(decision.view, this.digest, reached, context.actor.userId ?? '', decision.now);
      return retryJob(reached, id, job, { now: decision.now, unique }, asking);
    });
    return { id: again, position };
  }
}
