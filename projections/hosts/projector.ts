import type { HostEvent } from '../../src/domain/hosts/events';
import type { Projector } from '../../src/kernel/projector';
import { HOSTS, type HostAgent, type HostDocument } from './document';

const without = (agents: readonly HostAgent[], agentId: string): readonly HostAgent[] =>
  agents.filter((agent) => agent.agentId !== agentId);

const changed = (agents: readonly HostAgent[], agentId: string, change: Partial<HostAgent>): readonly HostAgent[] =>
  agents.map((agent) => (agent.agentId === agentId ? { ...agent, ...change } : agent));

const agentsAfter = (agents: readonly HostAgent[], fact: HostEvent): readonly HostAgent[] => {
  switch (fact.type) {
    case 'keyledger.agent-enrolled.v1': {
      const { agentId, status, agentVersion, connectors } = fact.data;
      return [...without(agents, agentId), { agentId, active: status === 'active', agentVersion, connectors }];
    }
    case 'keyledger.agent-approved.v1':
      return changed(agents, fact.data.agentId, { active: true });
    case 'keyledger.agent-locked.v1':
      return changed(agents, fact.data.agentId, { active: false });
    case 'keyledger.agent-revoked.v1':
      return without(agents, fact.data.agentId);
    case 'keyledger.agent-facts-reported.v1': {
      const { agentId, agentVersion, connectors } = fact.data;
      return changed(agents, agentId, { agentVersion, connectors });
    }
    default:
      return agents;
  }
};

/** Every fact of the stream moves the revision, which is the host's ETag. */
export const hosts: Projector<HostDocument> = {
  schema: HOSTS,
  types: [
    'keyledger.host-created.v1',
    'keyledger.host-renamed.v1',
    'keyledger.host-deleted.v1',
    'keyledger.host-join-token-issued.v1',
    'keyledger.agent-enrolled.v1',
    'keyledger.agent-approved.v1',
    'keyledger.agent-revoked.v1',
    'keyledger.agent-locked.v1',
    'keyledger.agent-keys-replaced.v1',
    'keyledger.agent-facts-reported.v1',
  ],
  ids: (event) => [(event as unknown as HostEvent).data.hostId],
  next: (host, { revision, ...event }) => {
    const fact = event as unknown as HostEvent;
    switch (fact.type) {
      case 'keyledger.host-created.v1': {
        const { hostId: id, ...data } = fact.data;
        return { id, ...data, agents: [], revision };
      }
      case 'keyledger.host-renamed.v1':
        return host && { ...host, name: fact.data.name, revision };
      case 'keyledger.host-deleted.v1':
        return undefined;
      default:
        return host && { ...host, agents: agentsAfter(host.agents, fact), revision };
    }
  },
  losses: [
    {
      category: 'host',
      where: (id) => [{ field: 'id', is: id }],
      left: (host) => ({ ...host, agents: host.agents.map((agent) => ({ ...agent, active: false })) }),
    },
  ],
};
