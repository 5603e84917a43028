import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cancelJob } from '../../domain/identities/decide/end-job';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { FindJob } from './find-job';
import { reachJob } from './reach-job';

/** Calls a job off that nobody is at. Needs `hosts.manage_users`. */
export class CancelJob extends Command<Written> {
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
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(FindJob) private readonly jobs: FindJob,
  ) {}

  async execute({ context, jobId }: CancelJob): Promise<Written> {
    const id = identityOfJob(jobId);
    const matter = { fold: identity, id, refusedAs: 'keyledger.job-cancel-refused.v1', asked: { jobId } };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const exists = async (state: typeof desk.target.state) => (await this.jobs.find(jobId, state)) !== undefined;
      const reached = await reachJob(desk, context, jobId, exists);
      return isRefusal(reached) ? reached : cancelJob(reached, id, jobId, desk.now);
    });
    return { id: jobId, position };
  }
}
