import { BadConfiguration } from './bad-configuration';
import { shown, valueOf, wholeNumber, type Environment } from './environment';

/** Where a client finds the server, without a slash at the end: `KEYLEDGER_URL`, or this machine. */
export const serverUrl = (env: Environment): string => {
  const url = valueOf(env, 'KEYLEDGER_URL');
  if (url === undefined) {
    return `http://127.0.0.1:${wholeNumber(env, 'KEYLEDGER_PORT', { least: 0, most: 65535, otherwise: 8080 })}`;
  }
  if (!/^https?:\/\/[^/?#\s@]+[^?#\s@]*$/.test(url) || !URL.canParse(url)) {
    throw new BadConfiguration(
      `KEYLEDGER_URL is ${shown(url)}; give an address such as https://keyledger.example.com.`,
    );
  }
  return url.replace(/\/+$/, '');
};
