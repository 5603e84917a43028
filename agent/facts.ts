import { arch, hostname, platform, release } from 'node:os';
import type { AgentFacts } from '../wire/agent-messages';
import type { Target } from './connector';

/** Of the release this agent is part of. */
export const AGENT_VERSION = '0.1.0';

/** What the agent says of itself: of its connectors those that nothing stands in the way of right now. */
export const agentFacts = async (targets: ReadonlyMap<string, Target>): Promise<AgentFacts> => {
  const able = await Promise.all([...targets].map(async ([name, target]) => ((await target.obstacle()) ? [] : [name])));
  return {
    hostname: hostname(),
    platform: `${platform()} ${release()} ${arch()}`,
    agentVersion: AGENT_VERSION,
    connectors: able.flat(),
  };
};
