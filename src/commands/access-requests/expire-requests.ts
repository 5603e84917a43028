import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { expireRequests } from '../../domain/identities/decide/access-request';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Makes visible which requests for access to an identity time has ended. Says nothing when none. */
export class ExpireRequests extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@CommandHandler(ExpireRequests)
export class ExpireRequestsHandler implements ICommandHandler<ExpireRequests> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, identityId: id }: ExpireRequests): Promise<void> {
    await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) =>
      expireRequests(target.state, id, now),
    );
  }
}
