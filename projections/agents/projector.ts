import type {
  AgentApproved,
  AgentEnrolled,
  AgentFactsReported,
  AgentLocked,
  AgentRevoked,
} from '../../src/domain/hosts/events';
import { following, type Projector } from '../../src/kernel/projector';
import { AGENTS, type AgentDocument } from './document';

type Fact = AgentEnrolled | AgentApproved | AgentRevoked | AgentLocked | AgentFactsReported;

const enrolled = (id: string, { data }: Pick<AgentEnrolled, 'data'>): AgentDocument => {
  const { agentId: _, signingKey: __, sealingKey: ___, tokenId: ____, tokenIssuedBy: _____, ...shown } = data;
  return { id, ...shown };
};

/** The agents of hosts; those that are out stay listed, so that a person sees who was there. */
export const agents: Projector<AgentDocument> = {
  schema: AGENTS,
  ...following<AgentDocument, Fact>(({ data }) => [data.agentId], {
    'keyledger.agent-enrolled.v1': (_, fact, id) => enrolled(id, fact),
    'keyledger.agent-approved.v1': (agent) => agent && { ...agent, status: 'active' },
    'keyledger.agent-revoked.v1': (agent) => agent && { ...agent, status: 'revoked' },
    'keyledger.agent-locked.v1': (agent) => agent && { ...agent, status: 'locked' },
    'keyledger.agent-facts-reported.v1': (agent, { data: { hostname, platform, agentVersion, connectors } }) =>
      agent && { ...agent, hostname, platform, agentVersion, connectors },
  }),
  losses: [
    {
      category: 'host',
      where: (hostId) => [{ field: 'hostId', is: hostId }],
      left: (agent) => (agent.status === 'active' ? { ...agent, status: 'pending_approval' } : agent),
    },
  ],
};
