import type { Environment } from './environment';
import { variablesOf } from './variables-of';

/**
 * Where a client finds the server, without a slash at the end: `KEYLEDGER_URL`, or this machine. Looks at no variable besides:
 * what only a server minds stops no client.
 */
export const serverUrl = (env: Environment): string => {
  const variables = variablesOf(env, ['KEYLEDGER_URL', 'KEYLEDGER_PORT', 'KEYLEDGER_TLS_CERT']);
  const { KEYLEDGER_URL: url, KEYLEDGER_PORT: port, KEYLEDGER_TLS_CERT: certificate } = variables;
  if (url !== undefined) return url.replace(/\/+$/, '');
  // Certificates name hosts, seldom addresses.
  return certificate === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
};
