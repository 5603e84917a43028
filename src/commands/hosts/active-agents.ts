import type { AgentOnHost } from '../../domain/identities/events';
import { host } from '../../domain/hosts/state';
import type { View } from '../../kernel/stream-reader';

const atWork = async (view: View, hostIds: readonly string[]) => {
  const hosts = await Promise.all(hostIds.map(async (hostId) => ({ hostId, ...(await view.load(host, hostId)) })));
  return hosts.flatMap(({ hostId, state }) => {
    const agent = state.agents.find(({ status }) => status === 'active');
    return state.status === 'active' && agent !== undefined ? [{ ...agent, hostId }] : [];
  });
};

/** The agents at work on these hosts, at one moment: those a person means who puts an identity there. */
export const activeAgents = async (view: View, hostIds: readonly string[]): Promise<readonly AgentOnHost[]> =>
  (await atWork(view, hostIds)).map(({ hostId, agentId }) => ({ hostId, agentId }));

/**
 * Those of them that may be let in where a person brings an identity back: approved for identities, or, where the person
 * might put it there anew (`anew`), whatever was asked of them. Of those that came before that was asked nothing is said.
 */
export const agentsToAdmit = async (
  view: View,
  hostIds: readonly string[],
  anew: boolean,
): Promise<readonly AgentOnHost[]> =>
  (await atWork(view, hostIds))
    .filter(({ admission }) => admission === 'approved' || (anew && admission === 'named'))
    .map(({ hostId, agentId }) => ({ hostId, agentId }));
