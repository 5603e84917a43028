import type { AgentEvent } from '../../src/domain/hosts/events';
import type { Projector } from '../../src/kernel/projector';
import { AGENTS, type AgentDocument } from './document';

/** The agents of hosts; those that are out stay listed, so that a person sees who was there. */
export const agents: Projector<AgentDocument> = {
  schema: AGENTS,
  types: [
    'keyledger.agent-enrolled.v1',
    'keyledger.agent-approved.v1',
    'keyledger.agent-revoked.v1',
    'keyledger.agent-locked.v1',
    'keyledger.agent-facts-reported.v1',
  ],
  ids: (event) => [(event as unknown as AgentEvent).data.agentId],
  next: (agent, event, id) => {
    const fact = event as unknown as AgentEvent;
    switch (fact.type) {
      case 'keyledger.agent-enrolled.v1': {
        const {
          agentId: _,
          signingKey: __,
          sealingKey: ___,
          tokenId: ____,
          tokenIssuedBy: _____,
          ...shown
        } = fact.data;
        return { id, ...shown };
      }
      case 'keyledger.agent-approved.v1':
        return agent && { ...agent, status: 'active' };
      case 'keyledger.agent-revoked.v1':
        return agent && { ...agent, status: 'revoked' };
      case 'keyledger.agent-locked.v1':
        return agent && { ...agent, status: 'locked' };
      case 'keyledger.agent-facts-reported.v1': {
        const { hostname, platform, agentVersion, connectors } = fact.data;
        return agent && { ...agent, hostname, platform, agentVersion, connectors };
      }
      default:
        return agent;
    }
  },
  losses: [
    {
      category: 'host',
      where: (hostId) => [{ field: 'hostId', is: hostId }],
      left: (agent) => (agent.status === 'active' ? { ...agent, status: 'pending_approval' } : agent),
    },
  ],
};
