import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireEverywhere, requireOwner } from '../../access/require';
import { isOwnerOrAdmin } from '../../domain/accounts/is-owner-or-admin';
import { account } from '../../domain/accounts/state';
import { revokeToken } from '../../domain/users/tokens';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Ends a token of a machine, from the next request on. Needs `accounts.manage` for all organizations; an owner's or admin's, an owner. */
export class RevokeToken extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly tokenId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeToken)
export class RevokeTokenHandler implements ICommandHandler<RevokeToken> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, userId, tokenId }: RevokeToken): Promise<CommandResult> {
    const asked = { userId, tokenId };
    const decisionTarget = { fold: user, id: userId, refusedAs: 'keyledger.token-revoke-refused.v1', asked };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const [rights, { state: whole }] = await Promise.all([
        loadCaller(decision, context),
        decision.view.load(account),
      ]);
      const refusal =
        requireEverywhere(rights, 'accounts.manage') ??
        (decision.target.state.status === 'none' ? notFound('user') : undefined) ??
        (isOwnerOrAdmin(whole, userId) ? requireOwner(rights) : undefined);
      return refusal ?? revokeToken(decision.target.state, userId, tokenId);
    });
    return { id: tokenId, position };
  }
}
