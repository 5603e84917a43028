import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { expire } from '../../domain/identities/decide/session';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Makes visible which sessions of an identity time has ended. Says nothing when none. */
export class ExpireSessions extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@CommandHandler(ExpireSessions)
export class ExpireSessionsHandler implements ICommandHandler<ExpireSessions> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, identityId: id }: ExpireSessions): Promise<void> {
    const rotationId = context.ids.next();
    await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) =>
      expire(target.state, id, { now, rotationId }),
    );
  }
}
