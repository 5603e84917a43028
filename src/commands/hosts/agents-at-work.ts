import { host } from '../../domain/hosts/state';
import type { View } from '../../kernel/stream-reader';

/** The agents at work on these hosts, at one moment: those a person means who puts an identity there. */
export const agentsAtWork = async (view: View, hostIds: readonly string[]): Promise<readonly string[]> => {
  const hosts = await Promise.all(hostIds.map((hostId) => view.load(host, hostId)));
  return hosts.flatMap(({ state }) =>
    state.status === 'active' ? (state.agents.find(({ status }) => status === 'active')?.agentId ?? []) : [],
  );
};
