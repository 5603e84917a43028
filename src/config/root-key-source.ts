import { join, resolve } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource, StoresConfig } from './config';
import { shown, valueOf, type Environment } from './environment';
import { decodeRootKey } from './root-key-encoding';
import { isAllEmbedded } from './stores';
import { transitSource } from './transit-source';

/** What is set more than once stays open which one counts. */
const onlyOne = (env: Environment, one: string, other: string): void => {
  if (valueOf(env, one) !== undefined && valueOf(env, other) !== undefined) {
    throw new BadConfiguration(`${one} and ${other} are both set; keep one of them.`);
  }
};

/** True: a server that speaks the transit API unwraps it. */
const isTransit = (env: Environment, variable: string): boolean => {
  const provider = valueOf(env, variable);
  if (provider === undefined || provider === 'transit') return provider === 'transit';
  throw new BadConfiguration(
    `${variable} is ${shown(provider)}; set it to transit, or unset it for a root key from a variable or a file.`,
  );
};

/**
 * Where the root key comes from: the environment, a file of the operator's, a key-management server, or, with all stores
 * embedded, a file made in the data folder.
 */
export const rootKeySource = (env: Environment, dataDir: string, stores: StoresConfig): RootKeySource => {
  const encoded = valueOf(env, 'KEYLEDGER_ROOT_KEY');
  const file = valueOf(env, 'KEYLEDGER_ROOT_KEY_FILE');
  onlyOne(env, 'KEYLEDGER_ROOT_KEY', 'KEYLEDGER_ROOT_KEY_FILE');
  if (isTransit(env, 'KEYLEDGER_ROOT_KEY_PROVIDER')) {
    onlyOne(env, 'KEYLEDGER_ROOT_KEY', 'KEYLEDGER_ROOT_KEY_PROVIDER');
    if (file === undefined && !isAllEmbedded(stores)) {
      throw new BadConfiguration(
        'KEYLEDGER_ROOT_KEY_FILE is missing; name the file of the wrapped root key, which every node needs.',
      );
    }
    return transitSource(env, file === undefined ? join(dataDir, 'root.key.wrapped') : resolve(file));
  }
  if (encoded !== undefined) return { from: 'environment', key: decodeRootKey('KEYLEDGER_ROOT_KEY', encoded) };
  if (file !== undefined) return { from: 'file', path: resolve(file) };
  if (!isAllEmbedded(stores)) {
    throw new BadConfiguration(
      'There is no root key; set KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE: it is made by itself only where all stores are embedded, since every node needs the same one.',
    );
  }
  return { from: 'data-folder', path: join(dataDir, 'root.key') };
};

/** The second root key, while the root key is changed; undefined: there is none. */
export const secondRootKeySource = (env: Environment): RootKeySource | undefined => {
  const encoded = valueOf(env, 'KEYLEDGER_SECOND_ROOT_KEY');
  const file = valueOf(env, 'KEYLEDGER_SECOND_ROOT_KEY_FILE');
  onlyOne(env, 'KEYLEDGER_SECOND_ROOT_KEY', 'KEYLEDGER_SECOND_ROOT_KEY_FILE');
  if (isTransit(env, 'KEYLEDGER_SECOND_ROOT_KEY_PROVIDER')) {
    if (file !== undefined) return transitSource(env, resolve(file));
    throw new BadConfiguration('KEYLEDGER_SECOND_ROOT_KEY_FILE is missing; name the file of the wrapped root key.');
  }
  if (encoded !== undefined) return { from: 'environment', key: decodeRootKey('KEYLEDGER_SECOND_ROOT_KEY', encoded) };
  return file === undefined ? undefined : { from: 'file', path: resolve(file) };
};
