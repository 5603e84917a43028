import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hostOfAgent } from '../../domain/hosts/agent-id';
import { reportAgentFacts } from '../../domain/hosts/agents';
import type { AgentFacts } from '../../domain/hosts/events';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';

/** What an agent says of itself and its host; recorded when it is new. */
export class ReportAgentFacts extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly agentId: string,
    readonly facts: AgentFacts,
  ) {
    super();
  }
}

@CommandHandler(ReportAgentFacts)
export class ReportAgentFactsHandler implements ICommandHandler<ReportAgentFacts> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, agentId, facts }: ReportAgentFacts): Promise<CommandResult> {
    const id = hostOfAgent(agentId);
    const { position } = await this.deciding.decide(context, { fold: host, id }, ({ target }) =>
      reportAgentFacts(target.state, id, agentId, facts),
    );
    return { id: agentId, position };
  }
}
