import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { makeAdmin, unmakeAdmin } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { callerAt } from '../deciding/reach';
import { userTag } from './user-tag';

/** An admin runs the account, without a permission on vaults. Only owners decide. */
export class SetAdmin extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly admin: boolean,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(SetAdmin)
export class SetAdminHandler implements ICommandHandler<SetAdmin> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, userId, admin, ifMatch }: SetAdmin): Promise<Written> {
    const matter = { fold: account, refusedAs: 'keyledger.admin-set-refused.v1', asked: { userId, admin } };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const refusal = requireOwnerInPerson(await callerAt(desk, context), 'make or unmake admins');
      const loaded = await desk.view.load(user, userId);
      const { state } = loaded;
      if (refusal !== undefined || state.status === 'none') {
        return refusal ?? notFound('user');
      }
      const stale = expectRevision(userTag(loaded, desk.target.state, userId), ifMatch);
      if (stale !== undefined) {
        return stale;
      }
      return admin
        ? makeAdmin(desk.target.state, userId, state.email, state.kind)
        : unmakeAdmin(desk.target.state, userId);
    });
    return { id: userId, position };
  }
}
