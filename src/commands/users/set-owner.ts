import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwner } from '../../access/require';
import { makeOwner, unmakeOwner } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';

/** An owner holds every permission in every organization; the last active one stays. Only owners decide. */
export class SetOwner extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly owner: boolean,
  ) {
    super();
  }
}

@CommandHandler(SetOwner)
export class SetOwnerHandler implements ICommandHandler<SetOwner> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, userId, owner }: SetOwner): Promise<Written> {
    const matter = { fold: account, refusedAs: 'keyledger.owner-set-refused.v1', asked: { userId, owner } };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const refusal = requireOwner(await callerAt(desk, context));
      const { state } = await desk.view.load(user, userId);
      if (refusal !== undefined || state.status === 'none') {
        return refusal ?? notFound('user');
      }
      const { email, status } = state;
      return owner
        ? makeOwner(desk.target.state, { userId, email, active: status === 'active' })
        : unmakeOwner(desk.target.state, userId);
    });
    return { id: userId, position };
  }
}
