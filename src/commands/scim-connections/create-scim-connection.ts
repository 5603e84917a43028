import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwnerInPerson } from '../../access/require';
import { createScimConnection } from '../../domain/scim-connections/decide';
import { scimConnections } from '../../domain/scim-connections/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { ScimTokens } from '../../kernel/scim-tokens';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** `token`: told this once; absent where an earlier run of the same request made another one, which nobody was told. */
export interface MadeScimToken extends CommandResult {
  readonly token?: string;
}

/** Lets an identity provider fill the directory, with a first token. Only owners do, in person. */
export class CreateScimConnection extends Command<MadeScimToken> {
  constructor(
    readonly context: Context,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(CreateScimConnection)
export class CreateScimConnectionHandler implements ICommandHandler<CreateScimConnection> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(ScimTokens) private readonly tokens: ScimTokens,
  ) {}

  async execute({ context, name }: CreateScimConnection): Promise<MadeScimToken> {
    const id = context.ids.next();
    const tokenId = context.ids.next();
    const made = this.tokens.make(id);
    const refusedAs = 'keyledger.scim-connection-create-refused.v1';
    const decisionTarget = { fold: scimConnections, refusedAs, asked: { name } };
    const { state, position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const rights = await loadCaller(decision, context);
      const denied = requireOwnerInPerson(rights, 'make tokens');
      if (denied !== undefined || rights === undefined) return denied ?? [];
      const connection = { connectionId: id, name, createdAt: decision.now, createdBy: rights.userId };
      return createScimConnection(decision.target.state, connection, { tokenId, hash: made.hash });
    });
    const kept = entryOf(state.connections, id)?.tokens.some(({ hash }) => hash === made.hash) === true;
    return { id, position, ...(kept ? { token: made.token } : {}) };
  }
}
