import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { revokeAgent } from '../../domain/hosts/agents';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { ChangeAgents } from './change-agents';

/** Puts an agent out, from its next request on. Needs `hosts.manage_users`. */
export class RevokeAgent extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
    readonly agentId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeAgent)
export class RevokeAgentHandler implements ICommandHandler<RevokeAgent> {
  constructor(@Inject(ChangeAgents) private readonly agents: ChangeAgents) {}

  execute({ context, hostId, agentId }: RevokeAgent): Promise<CommandResult> {
    return this.agents.change(context, { hostId, agentId, refusedAs: 'keyledger.agent-revoke-refused.v1' }, (state) =>
      revokeAgent(state, hostId, agentId),
    );
  }
}
