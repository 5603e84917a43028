import { Inject, Injectable } from '@nestjs/common';
import type { AgentApproved, AgentRevoked, HostEvent } from '../../domain/hosts/events';
import { host, type HostState } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import { Presence } from '../../kernel/presence';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import type { DecisionContext } from '../deciding/decision-context';
import { loadAuthorizedHost } from './load-authorized-host';

const isJudged = (event: HostEvent): event is AgentApproved | AgentRevoked =>
  event.type === 'keyledger.agent-approved.v1' || event.type === 'keyledger.agent-revoked.v1';

interface Change {
  readonly hostId: string;
  readonly agentId: string;
  readonly refusedAs: string;
}

/**
 * What a person decides on the agents of a host. Who is out by it is not seen any more; of one let in again, the numbers
 * count anew: a copy may have run ahead of it, or its machine may have been set back.
 */
@Injectable()
export class ChangeAgents {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Presence) private readonly presence: Presence,
  ) {}

  async change(
    context: Context,
    { hostId: id, agentId, refusedAs }: Change,
    choose: (
      state: HostState,
      decision: DecisionContext<HostState>,
    ) => readonly HostEvent[] | Refusal | Promise<readonly HostEvent[] | Refusal>,
  ): Promise<CommandResult> {
    const asked = { agentId };
    const { events, position } = await this.deciding.decide(
      context,
      { fold: host, id, refusedAs, asked },
      async (decision) => {
        const reached = await loadAuthorizedHost(decision, context, id);
        return isRefusal(reached) ? reached : choose(decision.target.state, decision);
      },
    );
    for (const event of events) {
      if (isJudged(event)) await this.presence.forget(event.data.agentId);
    }
    return { id: agentId, position };
  }
}
