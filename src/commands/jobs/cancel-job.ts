import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cancelJob } from '../../domain/identities/decide/end-job';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { FindJob } from './find-job';
import { loadAuthorizedJob } from './load-authorized-job';

/** Calls a job off that nobody is at. Needs `hosts.manage_users`. */
export class CancelJob extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly jobId: string,
  ) {
    super();
  }
}

@CommandHandler(CancelJob)
export class CancelJobHandler implements ICommandHandler<CancelJob> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FindJob) private readonly jobs: FindJob,
  ) {}

  async execute({ context, jobId }: CancelJob): Promise<CommandResult> {
    const id = identityOfJob(jobId);
    const decisionTarget = { fold: identity, id, refusedAs: 'keyledger.job-cancel-refused.v1', asked: { jobId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const exists = async (state: typeof decision.target.state) => (await this.jobs.find(jobId, state)) !== undefined;
      const reached = await loadAuthorizedJob(decision, context, jobId, exists);
      return isRefusal(reached) ? reached : cancelJob(reached, id, jobId, decision.now);
    });
    return { id: jobId, position };
  }
}
