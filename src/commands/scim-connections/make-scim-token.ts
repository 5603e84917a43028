import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwnerInPerson } from '../../access/require';
import { makeScimToken, noScimConnection } from '../../domain/scim-connections/decide';
import { scimConnections } from '../../domain/scim-connections/state';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { ScimTokens } from '../../kernel/scim-tokens';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import type { MadeScimToken } from './create-scim-connection';

/** Makes the token that follows the one in use, which stays good for a day. Only owners do, in person. */
export class MakeScimToken extends Command<MadeScimToken> {
  constructor(
    readonly context: Context,
    readonly connectionId: string,
  ) {
    super();
  }
}

@CommandHandler(MakeScimToken)
export class MakeScimTokenHandler implements ICommandHandler<MakeScimToken> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(ScimTokens) private readonly tokens: ScimTokens,
  ) {}

  async execute({ context, connectionId }: MakeScimToken): Promise<MadeScimToken> {
    const tokenId = context.ids.next();
    const made: { token?: string; hash?: string } = {};
    const refusedAs = 'keyledger.scim-token-make-refused.v1';
    const decisionTarget = { fold: scimConnections, refusedAs, asked: { connectionId } };
    const { state, position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const rights = await loadCaller(decision, context);
      const denied = requireOwnerInPerson(rights, 'make tokens');
      if (denied !== undefined || rights === undefined) return denied ?? [];
      if (entryOf(decision.target.state.connections, connectionId) === undefined) return noScimConnection();
      const { hash } = Object.assign(made, this.tokens.make(connectionId));
      const { now: createdAt } = decision;
      return makeScimToken(decision.target.state, {
        connectionId,
        tokenId,
        hash,
        createdAt,
        createdBy: rights.userId,
      });
    });
    const tokens = entryOf(state.connections, connectionId)?.tokens ?? [];
    const kept = tokens.some((each) => each.tokenId === tokenId && each.hash === made.hash);
    return { id: tokenId, position, ...(kept && made.token !== undefined ? { token: made.token } : {}) };
  }
}
