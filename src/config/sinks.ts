import { accessSync, closeSync, constants, openSync, readSync, statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { BadConfiguration } from './bad-configuration';
import { shown } from './environment';
import { readNamedFile } from './read-named-file';
import { collectorAddress, syslogAddress, type SyslogAddress } from './sink-addresses';
import type { VariableName, Variables } from './variables';

export interface SyslogSinkConfig extends SyslogAddress {
  /** PEM; absent: the authorities that Node trusts. */
  readonly ca?: Buffer;
}

export interface HttpsSinkConfig {
  readonly url: string;
  /** Of the bearer token; read at each use. */
  readonly tokenFile?: string;
  readonly ca?: Buffer;
}

/** Where facts and checkpoints are sent to besides. */
export interface SinksConfig {
  /** Absolute path. */
  readonly file?: string;
  readonly syslog?: SyslogSinkConfig;
  readonly https?: HttpsSinkConfig;
}

/** How each line of such a file begins. */
const LINE_START = '{"kind":"';

const firstBytes = (path: string): string => {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(LINE_START.length);
    return bytes.subarray(0, readSync(file, bytes)).toString();
  } finally {
    closeSync(file);
  }
};

const troubleWith = (path: string): string | undefined => {
  try {
    const folder = dirname(path);
    if (!statSync(folder).isDirectory()) return 'whose folder is none';
    const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
      accessSync(folder, constants.W_OK | constants.X_OK);
      return undefined;
    }
    if (!stats.isFile()) return 'which is no file';
    accessSync(path, constants.R_OK | constants.W_OK);
    return LINE_START.startsWith(firstBytes(path)) ? undefined : 'which holds something else';
  } catch (error) {
    return `which can't be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
  }
};

const fileIn = ({ KEYLEDGER_SINK_FILE: text }: Variables): string | undefined => {
  if (text === undefined) return undefined;
  const path = resolve(text);
  const trouble = troubleWith(path);
  if (trouble === undefined) return path;
  throw new BadConfiguration(
    `KEYLEDGER_SINK_FILE names ${shown(path)}, ${trouble}; give a new file, or one that it wrote before, in a folder this user may write.`,
  );
};

type FileVariable = 'KEYLEDGER_SINK_SYSLOG_CA_FILE' | 'KEYLEDGER_SINK_HTTPS_CA_FILE';

const authorityIn = (variables: Variables, variable: FileVariable): { readonly ca?: Buffer } => {
  const path = variables[variable];
  if (path === undefined) return {};
  const ca = readNamedFile(variable, path);
  try {
    if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw new Error('no certificate');
    createSecureContext({ ca });
    return { ca };
  } catch {
    throw new BadConfiguration(`${variable} names ${shown(path)}, which holds no certificate in PEM; give one.`);
  }
};

const refuseWithout = (variables: Variables, main: VariableName, ...others: readonly VariableName[]): void => {
  const lonely = others.find((name) => variables[name] !== undefined);
  if (lonely !== undefined) throw new BadConfiguration(`${lonely} is set and ${main} is not; set both, or neither.`);
};

const syslogIn = (variables: Variables): SyslogSinkConfig | undefined => {
  const { KEYLEDGER_SINK_SYSLOG: text } = variables;
  if (text === undefined) {
    refuseWithout(variables, 'KEYLEDGER_SINK_SYSLOG', 'KEYLEDGER_SINK_SYSLOG_CA_FILE');
    return undefined;
  }
  return {
    ...syslogAddress('KEYLEDGER_SINK_SYSLOG', text),
    ...authorityIn(variables, 'KEYLEDGER_SINK_SYSLOG_CA_FILE'),
  };
};

const tokenFileIn = ({ KEYLEDGER_SINK_HTTPS_TOKEN_FILE: path }: Variables): { readonly tokenFile?: string } => {
  const variable = 'KEYLEDGER_SINK_HTTPS_TOKEN_FILE';
  if (path === undefined) return {};
  if (/^[\x21-\x7e]+$/.test(readNamedFile(variable, path).toString().trim())) return { tokenFile: resolve(path) };
  throw new BadConfiguration(`${variable} names ${shown(path)}, which holds no token; give one line without blanks.`);
};

const httpsIn = (variables: Variables): HttpsSinkConfig | undefined => {
  const { KEYLEDGER_SINK_HTTPS: text } = variables;
  if (text === undefined) {
    const others = ['KEYLEDGER_SINK_HTTPS_TOKEN_FILE', 'KEYLEDGER_SINK_HTTPS_CA_FILE'] as const;
    refuseWithout(variables, 'KEYLEDGER_SINK_HTTPS', ...others);
    return undefined;
  }
  return {
    url: collectorAddress('KEYLEDGER_SINK_HTTPS', text),
    ...tokenFileIn(variables),
    ...authorityIn(variables, 'KEYLEDGER_SINK_HTTPS_CA_FILE'),
  };
};

const set = <K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: V };

/** The outside sinks that the environment names, each found fit to begin with. Throws {@link BadConfiguration}. */
export const sinksConfig = (variables: Variables): SinksConfig => ({
  ...set('file', fileIn(variables)),
  ...set('syslog', syslogIn(variables)),
  ...set('https', httpsIn(variables)),
});
