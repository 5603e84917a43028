import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { makeOwner } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';
import { OwnerRecovery, type NamedOwner } from './owner-recovery';

/** Gives an account without an owner its first one. Decided anew at every start, and by every replica. */
export class EnsureFirstOwner extends Command<void> {
  constructor(
    readonly context: Context,
    readonly owner: NamedOwner,
  ) {
    super();
  }
}

@CommandHandler(EnsureFirstOwner)
export class EnsureFirstOwnerHandler implements ICommandHandler<EnsureFirstOwner> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(OwnerRecovery) private readonly recovery: OwnerRecovery,
  ) {}

  async execute({ context, owner }: EnsureFirstOwner): Promise<void> {
    await this.deciding.decide(context, { fold: account }, async ({ target }) => {
      if (Object.keys(target.state.owners).length > 0) {
        return [];
      }
      const userId = await this.recovery.userOf(context, owner);
      const { email } = await this.recovery.readyUser(context, userId, owner);
      return makeOwner(target.state, { userId, email, active: true, support: false });
    });
  }
}
