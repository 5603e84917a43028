import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hostOfAgent } from '../../domain/hosts/agent-id';
import { lockAgent } from '../../domain/hosts/agents';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';

/** A sequence number of an agent came twice: it does no work until a person has looked. */
export class LockAgent extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly agentId: string,
    readonly sequence: number,
  ) {
    super();
  }
}

@CommandHandler(LockAgent)
export class LockAgentHandler implements ICommandHandler<LockAgent> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, agentId, sequence }: LockAgent): Promise<CommandResult> {
    const id = hostOfAgent(agentId);
    const { position } = await this.deciding.decide(context, { fold: host, id }, ({ target }) =>
      lockAgent(target.state, id, agentId, sequence),
    );
    return { id: agentId, position };
  }
}
