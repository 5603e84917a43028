/** What stands behind `keyledger agent`. */
export const AGENT_USAGE = '--server URL --token JOIN_TOKEN [--state-dir DIR] [--config FILE] [--once | --check]';
