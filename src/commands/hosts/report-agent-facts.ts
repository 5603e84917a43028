import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hostOfAgent } from '../../domain/hosts/agent-id';
import { reportAgentFacts } from '../../domain/hosts/agents';
import type { AgentFacts } from '../../domain/hosts/events';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';

/** What an agent says of itself and its host; recorded when it is new. */
export class ReportAgentFacts extends Command<Written> {
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
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, agentId, facts }: ReportAgentFacts): Promise<Written> {
    const id = hostOfAgent(agentId);
    const { position } = await this.deciding.decide(context, { fold: host, id }, ({ target }) =>
      reportAgentFacts(target.state, id, agentId, facts),
    );
    return { id: agentId, position };
  }
}
