import { hostOfAgent } from '../domain/hosts/agent-id';
import { host, type AgentStatus, type KnownAgent } from '../domain/hosts/state';
import type { View } from '../kernel/stream-reader';

/** Who an agent is, as its host's stream says at one moment. */
export interface AgentAuthorization extends KnownAgent {
  readonly hostId: string;
  readonly hostName: string;
  readonly organizationId: string;
  /** Anything but `active` does no work. */
  readonly status: AgentStatus;
}

/** Nobody, when there is no such agent, or its host is gone. */
export const agentAuthorizationOf = async (view: View, agentId: string): Promise<AgentAuthorization | undefined> => {
  const hostId = hostOfAgent(agentId);
  const { state } = await view.load(host, hostId);
  const agent = state.status === 'active' ? state.agents.find((known) => known.agentId === agentId) : undefined;
  return agent && { ...agent, hostId, hostName: state.name, organizationId: state.organizationId };
};
