import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runAgent, type AgentOptions } from './agent';
import { checkAgent } from './check';
import { agentConfig } from './config/agent-config';
import { BadConfig, CalledWrongly } from './config/bad-config';
import { CONNECTORS } from './connectors';
import { RequestRefused, RequestUnanswered } from './server/request-error';
import { StateUnusable } from './state/state-unusable';
import { why } from './why';

/** How long the server may hold a poll back, seconds: what product and protocol agree on. */
const POLL_S = 50;

const OPTIONS = {
  server: { type: 'string' },
  token: { type: 'string' },
  'state-dir': { type: 'string' },
  config: { type: 'string' },
  once: { type: 'boolean' },
  check: { type: 'boolean' },
} as const;

const defaultStateDir = (env: NodeJS.ProcessEnv): string =>
  process.getuid?.() === 0
    ? '/var/lib/keyledger-agent'
    : join(env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'keyledger-agent');

const oneLine = (error: unknown): string | undefined => {
  if (error instanceof BadConfig || error instanceof StateUnusable) return error.message;
  return error instanceof RequestRefused || error instanceof RequestUnanswered ? why(error) : undefined;
};

/** What a test may put in the place of the real thing. */
export type AgentParts = Partial<Pick<AgentOptions, 'connectors' | 'at' | 'wait'>>;

/** `keyledger agent …`. Answers the exit code: 0 ended as asked, 1 could not, 2 called wrongly. Throws node's parseArgs errors. */
export const agentCommand = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  parts: AgentParts = {},
): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const token = values.token ?? env['KEYLEDGER_JOIN_TOKEN'];
  const stopping = new AbortController();
  // What has begun is ended first; a second signal finds nobody listening and ends the process.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  const write = (stream: NodeJS.WriteStream, line: string): void => void stream.write(`${line}\n`);
  try {
    const options: AgentOptions = {
      ...(values.server === undefined ? {} : { server: values.server }),
      ...(token === undefined ? {} : { token }),
      stateDir: values['state-dir'] ?? defaultStateDir(env),
      config: agentConfig(values.config),
      connectors: CONNECTORS,
      once: values.once === true,
      wait: POLL_S,
      say: (line) => write(process.stderr, `keyledger agent: ${line}`),
      at: () => undefined,
      stop: stopping.signal,
      ...parts,
    };
    if (values.check === true) return (await checkAgent(options, (line) => write(process.stdout, line))) ? 0 : 1;
    await runAgent(options);
    return 0;
  } catch (error) {
    const line = oneLine(error);
    if (line === undefined) throw error;
    write(process.stderr, `keyledger agent: ${line}`);
    return error instanceof CalledWrongly ? 2 : 1;
  }
};
