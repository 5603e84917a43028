import { resolve } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource } from './config';
import { shown, valueOf, type Environment } from './environment';
import { isLoopback } from './loopback';

const NAME = /^[\w.-]+(\/[\w.-]+)*$/;

const addressIn = (env: Environment): string => {
  const text = valueOf(env, 'KEYLEDGER_TRANSIT_ADDRESS') ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url !== undefined && ['', '/'].includes(url.pathname) && url.search === '' && url.username === '';
  if (url === undefined || !isBare || !['https:', 'http:'].includes(url.protocol)) {
    throw new BadConfiguration(
      `KEYLEDGER_TRANSIT_ADDRESS is ${shown(text)}; give the server's scheme, name and port: https://bao.example.com:8200.`,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new BadConfiguration(
      'KEYLEDGER_TRANSIT_ADDRESS begins with http:, and the root key would cross the net in clear; give https, or an address of this machine.',
    );
  }
  return url.origin;
};

const named = (env: Environment, variable: string, otherwise?: string): string => {
  const text = valueOf(env, variable) ?? otherwise;
  if (text !== undefined && NAME.test(text)) return text;
  throw new BadConfiguration(
    text === undefined
      ? `${variable} is missing; KEYLEDGER_ROOT_KEY_PROVIDER=transit needs it.`
      : `${variable} is ${shown(text)}; give a name of letters, digits, dots, dashes and underscores.`,
  );
};

/** Where the root key that lies wrapped in that file is unwrapped. Throws {@link BadConfiguration}. */
export const transitSource = (env: Environment, wrappedPath: string): RootKeySource => {
  const tokenFile = valueOf(env, 'KEYLEDGER_TRANSIT_TOKEN_FILE');
  const caFile = valueOf(env, 'KEYLEDGER_TRANSIT_CA_FILE');
  if (tokenFile === undefined) {
    throw new BadConfiguration('KEYLEDGER_TRANSIT_TOKEN_FILE is missing; name the file that holds the token.');
  }
  return {
    from: 'transit',
    address: addressIn(env),
    mount: named(env, 'KEYLEDGER_TRANSIT_MOUNT', 'transit'),
    key: named(env, 'KEYLEDGER_TRANSIT_KEY'),
    tokenFile: resolve(tokenFile),
    ...(caFile === undefined ? {} : { caFile: resolve(caFile) }),
    wrappedPath,
  };
};
