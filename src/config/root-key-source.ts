import { join, resolve } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource, StoresConfig } from './config';
import { decodeRootKey } from './root-key-encoding';
import { isAllEmbedded } from './stores';
import { transitSource } from './transit-source';
import type { Variables } from './variables';

/** What is set more than once stays open which one counts. */
const onlyOne = (variables: Variables, one: keyof Variables, other: keyof Variables): void => {
  if (variables[one] !== undefined && variables[other] !== undefined) {
    throw new BadConfiguration(`${one} and ${other} are both set; keep one of them.`);
  }
};

/**
 * Where the root key comes from: the environment, a file of the operator's, a key-management server, or, with all stores
 * embedded, a file made in the data folder.
 */
export const rootKeySource = (variables: Variables, dataDir: string, stores: StoresConfig): RootKeySource => {
  const { KEYLEDGER_ROOT_KEY: encoded, KEYLEDGER_ROOT_KEY_FILE: file } = variables;
  onlyOne(variables, 'KEYLEDGER_ROOT_KEY', 'KEYLEDGER_ROOT_KEY_FILE');
  if (variables.KEYLEDGER_ROOT_KEY_PROVIDER === 'transit') {
    onlyOne(variables, 'KEYLEDGER_ROOT_KEY', 'KEYLEDGER_ROOT_KEY_PROVIDER');
    if (file === undefined && !isAllEmbedded(stores)) {
      throw new BadConfiguration(
        'KEYLEDGER_ROOT_KEY_FILE is missing; name the file of the wrapped root key, which every node needs.',
      );
    }
    return transitSource(variables, file === undefined ? join(dataDir, 'root.key.wrapped') : resolve(file));
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
export const secondRootKeySource = (variables: Variables): RootKeySource | undefined => {
  const { KEYLEDGER_SECOND_ROOT_KEY: encoded, KEYLEDGER_SECOND_ROOT_KEY_FILE: file } = variables;
  onlyOne(variables, 'KEYLEDGER_SECOND_ROOT_KEY', 'KEYLEDGER_SECOND_ROOT_KEY_FILE');
  if (variables.KEYLEDGER_SECOND_ROOT_KEY_PROVIDER === 'transit') {
    if (file !== undefined) return transitSource(variables, resolve(file));
    throw new BadConfiguration('KEYLEDGER_SECOND_ROOT_KEY_FILE is missing; name the file of the wrapped root key.');
  }
  if (encoded !== undefined) return { from: 'environment', key: decodeRootKey('KEYLEDGER_SECOND_ROOT_KEY', encoded) };
  return file === undefined ? undefined : { from: 'file', path: resolve(file) };
};
