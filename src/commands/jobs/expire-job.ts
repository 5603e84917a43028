import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { expireJob } from '../../domain/identities/decide/end-job';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

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
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, jobId }: ExpireJob): Promise<void> {
    const id = identityOfJob(jobId);
    await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) =>
      expireJob(target.state, id, jobId, now),
    );
  }
}
