/** Of the release this agent is part of. */
export const AGENT_VERSION = '0.1.0';
