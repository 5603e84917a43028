import { isIP } from 'node:net';
import { BadConfiguration } from './bad-configuration';
import type { ListenConfig } from './config';
import { flag, list, shown, valueOf, wholeNumberIn, type Environment } from './environment';
import { isLoopback } from './loopback';
import { tlsFiles } from './tls-files';

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

const hostOf = (env: Environment): string => {
  const host = valueOf(env, 'KEYLEDGER_HOST') ?? '127.0.0.1';
  // Digits and dots alone are a mistyped address, which the resolver would otherwise read in its own way.
  if (isIP(host) !== 0 || (HOST_NAME.test(host) && !/^[\d.]+$/.test(host))) return host;
  throw new BadConfiguration(`KEYLEDGER_HOST is ${shown(host)}; give an IP address without brackets, or a host name.`);
};

const isAddressOrRange = (item: string): boolean => {
  const [address = '', bits, ...rest] = item.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

const isOrigin = (item: string): boolean =>
  /^https?:/.test(item) && URL.canParse(item) && new URL(item).origin === item;

/** Address, TLS and time limits of the server. Plain HTTP beyond this machine is refused: secrets would travel in the clear. */
export const listenConfig = (env: Environment): ListenConfig => {
  const host = hostOf(env);
  const tls = tlsFiles(env);
  const behindTlsProxy = flag(env, 'KEYLEDGER_BEHIND_TLS_PROXY');
  if (!isLoopback(host) && tls === undefined && !behindTlsProxy) {
    throw new BadConfiguration(
      `KEYLEDGER_HOST is ${shown(host)}, which others can reach, without TLS; set KEYLEDGER_TLS_CERT and KEYLEDGER_TLS_KEY, or KEYLEDGER_BEHIND_TLS_PROXY=1 when a proxy speaks TLS in front.`,
    );
  }
  return {
    host,
    port: wholeNumberIn(env, 'KEYLEDGER_PORT', { least: 0, most: 65535, otherwise: 8080 }),
    ...(tls === undefined ? {} : { tls }),
    behindTlsProxy,
    trustedProxies: list(
      env,
      'KEYLEDGER_TRUSTED_PROXIES',
      isAddressOrRange,
      'give IP addresses or CIDR ranges such as 10.0.0.0/8, separated by commas.',
    ),
    corsOrigins: list(
      env,
      'KEYLEDGER_CORS_ORIGINS',
      isOrigin,
      'give origins such as https://console.example.com (scheme and host in lower case, no path, no *), separated by commas.',
    ),
    requestTimeoutMs: wholeNumberIn(env, 'KEYLEDGER_REQUEST_TIMEOUT_MS', {
      least: 100,
      most: 3_600_000,
      otherwise: 30_000,
    }),
    // Longer than usual proxies keep theirs (60 s): else one sends a request into a connection that is just being closed.
    keepAliveMs: wholeNumberIn(env, 'KEYLEDGER_KEEP_ALIVE_S', { least: 1, most: 3600, otherwise: 75 }) * 1000,
    // Shorter than usual proxies wait for an answer (60 s).
    pollMs: wholeNumberIn(env, 'KEYLEDGER_POLL_S', { least: 1, most: 50, otherwise: 50 }) * 1000,
  };
};
