import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { connectionRevision, deleteScimConnection, noScimConnection } from '../../domain/scim-connections/decide';
import { scimConnections } from '../../domain/scim-connections/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import type { SeenRevision } from '../../kernel/seen-revision';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';

/** Shuts an identity provider out of the directory, and releases all that was its own. Only owners do. */
export class DeleteScimConnection extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly connectionId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteScimConnection)
export class DeleteScimConnectionHandler implements ICommandHandler<DeleteScimConnection> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, connectionId, ifMatch }: DeleteScimConnection): Promise<CommandResult> {
    const refusedAs = 'keyledger.scim-connection-delete-refused.v1';
    const decisionTarget = { fold: scimConnections, refusedAs, asked: { connectionId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const denied = requireOwner(await loadCaller(decision, context));
      if (denied !== undefined) return denied;
      const { state } = decision.target;
      const found = entryOf(state.connections, connectionId);
      if (found === undefined) return noScimConnection();
      const revision = connectionRevision(found, decision.now);
      return expectRevision({ revision }, ifMatch) ?? deleteScimConnection(state, connectionId);
    });
    return { id: connectionId, position };
  }
}
