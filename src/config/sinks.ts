import { accessSync, closeSync, constants, openSync, readSync, statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { BadConfiguration } from './bad-configuration';
import { shown, valueOf, type Environment } from './environment';
import { isLoopback } from './loopback';
import { readNamedFile } from './read-named-file';

export interface SyslogSinkConfig {
  readonly host: string;
  readonly port: number;
  /** False: in the clear, on this machine alone. */
  readonly isSecure: boolean;
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
    const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
      accessSync(dirname(path), constants.W_OK | constants.X_OK);
      return statSync(dirname(path)).isDirectory() ? undefined : 'whose folder is none';
    }
    if (!stats.isFile()) return 'which is no file';
    accessSync(path, constants.R_OK | constants.W_OK);
    return LINE_START.startsWith(firstBytes(path)) ? undefined : 'which holds something else';
  } catch (error) {
    return `which can't be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
  }
};

const fileIn = (env: Environment): string | undefined => {
  const text = valueOf(env, 'KEYLEDGER_SINK_FILE');
  if (text === undefined) return undefined;
  const path = resolve(text);
  const trouble = troubleWith(path);
  if (trouble === undefined) return path;
  throw new BadConfiguration(
    `KEYLEDGER_SINK_FILE names ${shown(path)}, ${trouble}; give a new file, or one that it wrote before, in a folder this user may write.`,
  );
};

const authorityIn = (env: Environment, variable: string): { readonly ca?: Buffer } => {
  const path = valueOf(env, variable);
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

const refuseWithout = (env: Environment, main: string, ...others: readonly string[]): void => {
  const lonely = others.find((name) => valueOf(env, name) !== undefined);
  if (lonely !== undefined) throw new BadConfiguration(`${lonely} is set and ${main} is not; set both, or neither.`);
};

const syslogIn = (env: Environment): SyslogSinkConfig | undefined => {
  const text = valueOf(env, 'KEYLEDGER_SINK_SYSLOG');
  if (text === undefined) {
    refuseWithout(env, 'KEYLEDGER_SINK_SYSLOG', 'KEYLEDGER_SINK_SYSLOG_CA_FILE');
    return undefined;
  }
  const [, scheme, host = '', port] =
    /^(tls|tcp):\/\/([^/?#@:[\]\s]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})\/?$/.exec(text) ?? [];
  const number = Number(port);
  // It may hold a password by mistake: it is not shown.
  if (scheme === undefined || number < 1 || number > 65535) {
    throw new BadConfiguration(
      'KEYLEDGER_SINK_SYSLOG is no such address; give tls://host:port (6514 is usual), without user and path.',
    );
  }
  if (scheme === 'tcp' && !isLoopback(host)) {
    throw new BadConfiguration(
      'KEYLEDGER_SINK_SYSLOG begins with tcp:, and facts would cross the net in clear; give tls, or an address of this machine.',
    );
  }
  return {
    host: host.replaceAll(/^\[|\]$/g, ''),
    port: number,
    isSecure: scheme === 'tls',
    ...authorityIn(env, 'KEYLEDGER_SINK_SYSLOG_CA_FILE'),
  };
};

const tokenFileIn = (env: Environment): { readonly tokenFile?: string } => {
  const variable = 'KEYLEDGER_SINK_HTTPS_TOKEN_FILE';
  const path = valueOf(env, variable);
  if (path === undefined) return {};
  if (/^[\x21-\x7e]+$/.test(readNamedFile(variable, path).toString().trim())) return { tokenFile: resolve(path) };
  throw new BadConfiguration(`${variable} names ${shown(path)}, which holds no token; give one line without blanks.`);
};

const httpsIn = (env: Environment): HttpsSinkConfig | undefined => {
  const text = valueOf(env, 'KEYLEDGER_SINK_HTTPS');
  if (text === undefined) {
    const others = ['KEYLEDGER_SINK_HTTPS_TOKEN_FILE', 'KEYLEDGER_SINK_HTTPS_CA_FILE'] as const;
    refuseWithout(env, 'KEYLEDGER_SINK_HTTPS', ...others);
    return undefined;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url !== undefined && url.username === '' && url.password === '' && url.hash === '';
  if (url === undefined || !isBare || !['https:', 'http:'].includes(url.protocol)) {
    throw new BadConfiguration(
      'KEYLEDGER_SINK_HTTPS is no such address; give https://host/path, and a token in KEYLEDGER_SINK_HTTPS_TOKEN_FILE instead of user and password.',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new BadConfiguration(
      'KEYLEDGER_SINK_HTTPS begins with http:, and facts would cross the net in clear; give https, or an address of this machine.',
    );
  }
  return { url: url.href, ...tokenFileIn(env), ...authorityIn(env, 'KEYLEDGER_SINK_HTTPS_CA_FILE') };
};

const set = <K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: V };

/** The outside sinks that the environment names, each found fit to begin with. Throws {@link BadConfiguration}. */
export const sinksConfig = (env: Environment): SinksConfig => ({
  ...set('file', fileIn(env)),
  ...set('syslog', syslogIn(env)),
  ...set('https', httpsIn(env)),
});
