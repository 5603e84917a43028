import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { giveUpJobsOf } from '../../domain/identities/decide/end-job';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** An agent is out: of what it was at for an identity nobody knows any more where it stands. */
export class GiveUpJobs extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly agentId: string,
  ) {
    super();
  }
}

@CommandHandler(GiveUpJobs)
export class GiveUpJobsHandler implements ICommandHandler<GiveUpJobs> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, identityId: id, agentId }: GiveUpJobs): Promise<void> {
    await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) =>
      giveUpJobsOf(target.state, id, agentId, now),
    );
  }
}
