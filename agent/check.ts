import { openTargets } from './config/agent-config';
import type { AgentOptions } from './agent';
import { httpTransport } from './server/transport';
import { serverUrl } from './server/server-url';
import { readState, type AgentRecord } from './state/agent-record';
import { stateFolder } from './state/state-folder';

/** Tells what would work and what would not, changing nothing. Answers whether all would. */
export const checkAgent = async (
  options: Omit<AgentOptions, 'say'>,
  tell: (line: string) => void,
): Promise<boolean> => {
  const { config, connectors, stateDir, server } = options;
  const record = readState<AgentRecord>(stateFolder(stateDir).agent);
  const problems: string[] = [];
  const look = (what: string, problem: string | undefined): void => {
    if (problem !== undefined) problems.push(problem);
    tell(`${problem === undefined ? 'ok' : 'no'}  ${what}${problem === undefined ? '' : `: ${problem}`}`);
  };
  look(
    record === undefined ? 'enrolment' : `enrolled as ${record.hostName} (agent ${record.agentId})`,
    record === undefined ? 'this host is not enrolled yet' : undefined,
  );
  const url = server ?? record?.server;
  if (url !== undefined) {
    const transport = httpTransport(serverUrl(url), config.ca);
    const asked = transport({ method: 'GET', path: '/health/live', headers: {}, body: '', timeoutMs: 10_000 });
    look(
      `server ${url}`,
      await asked.then(
        () => undefined,
        (error: Error) => error.message,
      ),
    );
  }
  const configs = new Map(Object.entries(config.connectors));
  for (const [name, target] of openTargets(connectors, config)) {
    look(`connector ${name}`, await target.obstacle());
    const { accounts = [] } = (configs.get(name) ?? {}) as { accounts?: readonly string[] };
    for (const username of accounts) {
      look(`account ${username} of ${name}`, (await target.refusal({ username, settings: {} }))?.detail);
    }
  }
  return problems.length === 0;
};
