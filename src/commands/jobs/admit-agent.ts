import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { agentAuthorizationOf } from '../../access/agent-authorization';
import { admitAgent } from '../../domain/identities/decide/admit-agent';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** An agent that a person approved for the identities of its host works for this one from now on, with values yet to be made. */
export class AdmitAgent extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly agentId: string,
  ) {
    super();
  }
}

@CommandHandler(AdmitAgent)
export class AdmitAgentHandler implements ICommandHandler<AdmitAgent> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, identityId: id, agentId }: AdmitAgent): Promise<void> {
    const rotationId = context.ids.next();
    await this.deciding.decide(context, { fold: identity, id }, async ({ target: { state }, view, now }) => {
      const agent = await agentAuthorizationOf(view, agentId);
      return agent?.status === 'active' && agent.admission === 'approved'
        ? admitAgent(state, id, { hostId: agent.hostId, agentId }, { now, rotationId })
        : [];
    });
  }
}
