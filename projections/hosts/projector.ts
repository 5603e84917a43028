import type { HostEvent } from '../../src/domain/hosts/events';
import { following, type Projector } from '../../src/kernel/projector';
import { HOSTS, type HostAgent, type HostDocument } from './document';

const without = (agents: readonly HostAgent[], agentId: string): readonly HostAgent[] =>
  agents.filter((agent) => agent.agentId !== agentId);

const changed = (agents: readonly HostAgent[], agentId: string, change: Partial<HostAgent>): readonly HostAgent[] =>
  agents.map((agent) => (agent.agentId === agentId ? { ...agent, ...change } : agent));

type Agents = HostDocument['agents'];

/** Every fact of the stream moves the revision, which is the host's ETag. */
const after = (
  host: HostDocument | undefined,
  revision: number,
  change: (agents: Agents) => Agents = (agents) => agents,
): HostDocument | undefined => host && { ...host, agents: change(host.agents), revision };

export const hosts: Projector<HostDocument> = {
  schema: HOSTS,
  streams: { id: (id) => [`host-${id}`] },
  ...following<HostDocument, HostEvent>(({ data }) => [data.hostId], {
    'keyledger.host-created.v1': (_, { data: { hostId: id, ...data }, revision }) => ({
      id,
      ...data,
      agents: [],
      revision,
    }),
    'keyledger.host-renamed.v1': (host, { data: { name }, revision }) => host && { ...host, name, revision },
    'keyledger.host-deleted.v1': () => undefined,
    'keyledger.host-join-token-issued.v1': (host, { revision }) => after(host, revision),
    'keyledger.agent-enrolled.v1': (host, { data, revision }) => {
      const { agentId, status, agentVersion, connectors } = data;
      const agent = { agentId, active: status === 'active', agentVersion, connectors };
      return after(host, revision, (agents) => [...without(agents, agentId), agent]);
    },
    'keyledger.agent-approved.v1': (host, { data: { agentId }, revision }) =>
      after(host, revision, (agents) => changed(agents, agentId, { active: true })),
    'keyledger.agent-locked.v1': (host, { data: { agentId }, revision }) =>
      after(host, revision, (agents) => changed(agents, agentId, { active: false })),
    'keyledger.agent-revoked.v1': (host, { data: { agentId }, revision }) =>
      after(host, revision, (agents) => without(agents, agentId)),
    'keyledger.agent-keys-replaced.v1': (host, { revision }) => after(host, revision),
    'keyledger.agent-facts-reported.v1': (host, { data: { agentId, agentVersion, connectors }, revision }) =>
      after(host, revision, (agents) => changed(agents, agentId, { agentVersion, connectors })),
  }),
  losses: [
    {
      category: 'host',
      where: (id) => [{ field: 'id', is: id }],
      left: (host) => ({ ...host, agents: host.agents.map((agent) => ({ ...agent, active: false })) }),
    },
  ],
};
