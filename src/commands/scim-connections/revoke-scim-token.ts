import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { revokeScimToken } from '../../domain/scim-connections/decide';
import { scimConnections } from '../../domain/scim-connections/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Ends a token of a connection, from the next request on. Only owners do. */
export class RevokeScimToken extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly connectionId: string,
    readonly tokenId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeScimToken)
export class RevokeScimTokenHandler implements ICommandHandler<RevokeScimToken> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, connectionId, tokenId }: RevokeScimToken): Promise<CommandResult> {
    const refusedAs = 'keyledger.scim-token-revoke-refused.v1';
    const decisionTarget = { fold: scimConnections, refusedAs, asked: { connectionId, tokenId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const denied = requireOwner(await loadCaller(decision, context));
      return denied ?? revokeScimToken(decision.target.state, connectionId, tokenId);
    });
    return { id: tokenId, position };
  }
}
