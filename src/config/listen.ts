import { BadConfiguration } from './bad-configuration';
import type { ListenConfig } from './config';
import { shown } from './environment';
import { isLoopback } from './loopback';
import { tlsFiles } from './tls-files';
import type { Variables } from './variables';

/** Address, TLS and time limits of the server. Plain HTTP beyond this machine is refused: secrets would travel in the clear. */
export const listenConfig = (variables: Variables): ListenConfig => {
  const { KEYLEDGER_HOST: host, KEYLEDGER_BEHIND_TLS_PROXY: behindTlsProxy } = variables;
  const tls = tlsFiles(variables);
  if (!isLoopback(host) && tls === undefined && !behindTlsProxy) {
    throw new BadConfiguration(
      `KEYLEDGER_HOST is ${shown(host)}, which others can reach, without TLS; set KEYLEDGER_TLS_CERT and KEYLEDGER_TLS_KEY, or KEYLEDGER_BEHIND_TLS_PROXY=1 when a proxy speaks TLS in front.`,
    );
  }
  return {
    host,
    port: variables.KEYLEDGER_PORT,
    ...(tls === undefined ? {} : { tls }),
    behindTlsProxy,
    trustedProxies: variables.KEYLEDGER_TRUSTED_PROXIES,
    corsOrigins: variables.KEYLEDGER_CORS_ORIGINS,
    requestTimeoutMs: variables.KEYLEDGER_REQUEST_TIMEOUT_MS,
    keepAliveMs: variables.KEYLEDGER_KEEP_ALIVE_S * 1000,
    pollMs: variables.KEYLEDGER_POLL_S * 1000,
  };
};
