import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireEverywhere, requireOwner } from '../../access/require';
import { isMighty } from '../../domain/accounts/is-mighty';
import { account } from '../../domain/accounts/state';
import { revokeToken } from '../../domain/users/tokens';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';

/** Ends a token of a machine, from the next request on. Needs `accounts.manage` for all organizations; an owner's or admin's, an owner. */
export class RevokeToken extends Command<Written> {
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
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, userId, tokenId }: RevokeToken): Promise<Written> {
    const asked = { userId, tokenId };
    const matter = { fold: user, id: userId, refusedAs: 'keyledger.token-revoke-refused.v1', asked };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const [standing, { state: whole }] = await Promise.all([callerAt(desk, context), desk.view.load(account)]);
      const refusal =
        requireEverywhere(standing, 'accounts.manage') ??
        (desk.target.state.status === 'none' ? notFound('user') : undefined) ??
        (isMighty(whole, userId) ? requireOwner(standing) : undefined);
      return refusal ?? revokeToken(desk.target.state, userId, tokenId);
    });
    return { id: tokenId, position };
  }
}
