import { BadConfiguration } from './bad-configuration';
import { shown, valueOf, wholeNumberIn, type Environment } from './environment';

/** Where a client finds the server, without a slash at the end: `KEYLEDGER_URL`, or this machine. */
export const serverUrl = (env: Environment): string => {
  const url = valueOf(env, 'KEYLEDGER_URL');
  if (url === undefined) {
    const port = wholeNumberIn(env, 'KEYLEDGER_PORT', { least: 0, most: 65535, otherwise: 8080 });
    // Certificates name hosts, seldom addresses.
    return valueOf(env, 'KEYLEDGER_TLS_CERT') === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
  }
  if (!/^https?:\/\/[^/?#\s@]+[^?#\s@]*$/.test(url) || !URL.canParse(url)) {
    throw new BadConfiguration(
      `KEYLEDGER_URL is ${shown(url)}; give an address such as https://keyledger.example.com.`,
    );
  }
  return url.replace(/\/+$/, '');
};
