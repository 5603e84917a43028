import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { makeOwner } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import type { Context } from '../../kernel/context';
import { Deciding } from '../deciding/deciding';
import { Registration } from './registration';

/** Gives an account without an owner its first one. Decided anew at every start, and by every replica. */
export class EnsureFirstOwner extends Command<void> {
  constructor(
    readonly context: Context,
    readonly email: string,
  ) {
    super();
  }
}

@CommandHandler(EnsureFirstOwner)
export class EnsureFirstOwnerHandler implements ICommandHandler<EnsureFirstOwner> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Registration) private readonly registration: Registration,
  ) {}

  async execute({ context, email }: EnsureFirstOwner): Promise<void> {
    await this.deciding.decide(context, { fold: account }, async ({ target }) => {
      if (Object.keys(target.state.owners).length > 0) {
        return [];
      }
      const userId = await this.registration.claimEmail(context, email, context.ids.next());
      await this.registration.make(context, { userId, email, support: false });
      return makeOwner(target.state, { userId, email, active: true, support: false });
    });
  }
}
