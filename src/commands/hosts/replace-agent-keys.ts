import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hostOfAgent } from '../../domain/hosts/agent-id';
import { replaceAgentKeys } from '../../domain/hosts/agents';
import type { AgentKeys } from '../../domain/hosts/events';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';

/** An agent has new keys, which it has proved to hold. Asked with the new ones already, it changes nothing. */
export class ReplaceAgentKeys extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly agentId: string,
    readonly keys: AgentKeys,
  ) {
    super();
  }
}

@CommandHandler(ReplaceAgentKeys)
export class ReplaceAgentKeysHandler implements ICommandHandler<ReplaceAgentKeys> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, agentId, keys }: ReplaceAgentKeys): Promise<CommandResult> {
    const id = hostOfAgent(agentId);
    const { position } = await this.deciding.decide(context, { fold: host, id }, ({ target }) =>
      replaceAgentKeys(target.state, id, agentId, keys),
    );
    return { id: agentId, position };
  }
}
