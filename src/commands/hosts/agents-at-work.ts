import type { AgentOnHost } from '../../domain/identities/events';
import { host } from '../../domain/hosts/state';
import type { View } from '../../kernel/stream-reader';

/** The agents at work on these hosts, at one moment: those a person means who puts an identity there. */
export const agentsAtWork = async (view: View, hostIds: readonly string[]): Promise<readonly AgentOnHost[]> => {
  const hosts = await Promise.all(hostIds.map(async (hostId) => ({ hostId, ...(await view.load(host, hostId)) })));
  return hosts.flatMap(({ hostId, state }) => {
    const agent = state.agents.find(({ status }) => status === 'active');
    return state.status === 'active' && agent !== undefined ? [{ hostId, agentId: agent.agentId }] : [];
  });
};
