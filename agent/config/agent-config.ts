import type { Connector, ConnectorConfig, Target } from '../connector';
import { BadConfig } from './bad-config';
import { readConfig } from './read-config';
import { readSafely } from './safe-file';

const KEY_DAYS = 90;

export interface AgentConfig {
  /** PEM of the authority that signed the server's certificate, instead of the system's list. */
  readonly ca?: string;
  /** After so many days the agent replaces its keys. */
  readonly keyDays: number;
  readonly connectors: Readonly<Record<string, ConnectorConfig>>;
}

const read = (path: string, what: string): string => {
  try {
    return readSafely(path, 'trusted');
  } catch (error) {
    throw new BadConfig(`${what} can't be read: ${(error as Error).message}`);
  }
};

const parse = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadConfig(`${path} is no JSON: ${(error as Error).message}`);
  }
};

/** The agent's own word on its host, which nobody else may write, from a JSON file; without one all is as usual. Throws {@link BadConfig}. */
export const agentConfig = (path: string | undefined): AgentConfig => {
  if (path === undefined) return { keyDays: KEY_DAYS, connectors: {} };
  const given = readConfig(path, parse(read(path, 'the configuration'), path), {
    caFile: 'text',
    keyDays: 'number',
    connectors: 'object',
  });
  return {
    ...(given.caFile === undefined ? {} : { ca: read(given.caFile, 'caFile') }),
    keyDays: given.keyDays ?? KEY_DAYS,
    connectors: (given.connectors ?? {}) as AgentConfig['connectors'],
  };
};

/** Opens the connectors that this configuration is for. Throws {@link BadConfig}. */
export const openTargets = (connectors: readonly Connector[], config: AgentConfig): ReadonlyMap<string, Target> => {
  const configs = new Map(Object.entries(config.connectors));
  const unknown = [...configs.keys()].find((name) => !connectors.some((each) => each.name === name));
  if (unknown !== undefined) throw new BadConfig(`connectors.${unknown}: this agent has no such connector`);
  const open = connectors.filter(({ name, needsConfig }) => needsConfig !== true || configs.has(name));
  return new Map(open.map((connector) => [connector.name, connector.open(configs.get(connector.name) ?? {})]));
};
