import type * as Agent from '../agent/command';
import { AGENT_USAGE } from '../agent/usage';
import type { CliCommand } from './command';

/** Runs the agent of this very host. */
export const agent: CliCommand = {
  name: 'agent',
  usage: AGENT_USAGE,
  summary: 'Run the agent that changes passwords and keys on this host; it enrols on its first start.',
  run: (args, env) => {
    // Loaded when asked for: its connectors bring their clients along, which no other command needs.
    const { agentCommand } = require('../agent/command') as typeof Agent;
    return agentCommand(args, env);
  },
};
