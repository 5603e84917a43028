import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { expireJob } from '../../domain/identities/decide/end-job';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { Context } from '../../kernel/context';
import { Deciding } from '../deciding/deciding';

/** Says that nobody did a job in time, if so it is, and what that means for its rotation. */
export class ExpireJob extends Command<void> {
  constructor(
    readonly context: Context,
    readonly jobId: string,
  ) {
    super();
  }
}

@CommandHandler(ExpireJob)
export class ExpireJobHandler implements ICommandHandler<ExpireJob> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, jobId }: ExpireJob): Promise<void> {
    const id = identityOfJob(jobId);
    await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) =>
      expireJob(target.state, id, jobId, now),
    );
  }
}
