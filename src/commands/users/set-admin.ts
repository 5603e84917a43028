import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { makeAdmin, unmakeAdmin } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';
import { userTag } from './user-tag';

/** An admin runs the account, without a permission on vaults. Only owners decide. */
export class SetAdmin extends Command<CommandResult> {
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
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, userId, admin, ifMatch }: SetAdmin): Promise<CommandResult> {
    const decisionTarget = { fold: account, refusedAs: 'keyledger.admin-set-refused.v1', asked: { userId, admin } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const refusal = requireOwnerInPerson(await loadCaller(decision, context), 'make or unmake admins');
      const loaded = await decision.view.load(user, userId);
      const { state } = loaded;
      if (refusal !== undefined || state.status === 'none') {
        return refusal ?? notFound('user');
      }
      const stale = expectRevision(userTag(loaded, decision.target.state, userId), ifMatch);
      if (stale !== undefined) {
        return stale;
      }
      return admin
        ? makeAdmin(decision.target.state, userId, state.email, state.kind)
        : unmakeAdmin(decision.target.state, userId);
    });
    return { id: userId, position };
  }
}
