import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { deleteScimConnection } from '../../domain/scim-connections/decide';
import { scimConnections } from '../../domain/scim-connections/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Shuts an identity provider out of the directory, and releases all that was its own. Only owners do. */
export class DeleteScimConnection extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly connectionId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteScimConnection)
export class DeleteScimConnectionHandler implements ICommandHandler<DeleteScimConnection> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, connectionId }: DeleteScimConnection): Promise<CommandResult> {
    const refusedAs = 'keyledger.scim-connection-delete-refused.v1';
    const decisionTarget = { fold: scimConnections, refusedAs, asked: { connectionId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const denied = requireOwner(await loadCaller(decision, context));
      return denied ?? deleteScimConnection(decision.target.state, connectionId);
    });
    return { id: connectionId, position };
  }
}
