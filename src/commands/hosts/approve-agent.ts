import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { approveAgent } from '../../domain/hosts/agents';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { ChangeAgents } from './change-agents';

/** Lets an agent work that waits or is locked, in place of every other one of its host. Needs `hosts.manage_users`. */
export class ApproveAgent extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
    readonly agentId: string,
  ) {
    super();
  }
}

@CommandHandler(ApproveAgent)
export class ApproveAgentHandler implements ICommandHandler<ApproveAgent> {
  constructor(@Inject(ChangeAgents) private readonly agents: ChangeAgents) {}

  execute({ context, hostId, agentId }: ApproveAgent): Promise<Written> {
    return this.agents.change(context, { hostId, agentId, refusedAs: 'keyledger.agent-approve-refused.v1' }, (state) =>
      approveAgent(state, hostId, agentId),
    );
  }
}
