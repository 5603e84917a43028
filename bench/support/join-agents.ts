import type { Api } from './api';
import { SimulatedAgent } from './simulated-agent';

const AT_ONCE = 16;

/** So many agents, each on a host of its own, that have joined and ask for nothing yet. */
export const joinAgents = async (
  url: string,
  call: Api,
  organizationId: string,
  wanted: number,
): Promise<readonly SimulatedAgent[]> => {
  const agents: SimulatedAgent[] = [];
  let joining = 0;
  const join = async (): Promise<void> => {
    while (joining < wanted) {
      agents.push(await SimulatedAgent.join(url, call, organizationId, `host ${(joining += 1)}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, join));
  return agents;
};
