import { join, resolve } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource, StoresConfig } from './config';
import { valueOf, type Environment } from './environment';
import { decodeRootKey } from './root-key-encoding';
import { isAllEmbedded } from './stores';

/**
 * Where the root key comes from: the environment, a file of the operator's, or, with all stores embedded, a file made in the
 * data folder.
 */
export const rootKeySource = (env: Environment, dataDir: string, stores: StoresConfig): RootKeySource => {
  const encoded = valueOf(env, 'KEYLEDGER_ROOT_KEY');
  const file = valueOf(env, 'KEYLEDGER_ROOT_KEY_FILE');
  if (encoded !== undefined && file !== undefined) {
    throw new BadConfiguration('KEYLEDGER_ROOT_KEY and KEYLEDGER_ROOT_KEY_FILE are both set; keep one of them.');
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
  if (encoded !== undefined && file !== undefined) {
    throw new BadConfiguration(
      'KEYLEDGER_SECOND_ROOT_KEY and KEYLEDGER_SECOND_ROOT_KEY_FILE are both set; keep one of them.',
    );
  }
  if (encoded !== undefined) return { from: 'environment', key: decodeRootKey('KEYLEDGER_SECOND_ROOT_KEY', encoded) };
  return file === undefined ? undefined : { from: 'file', path: resolve(file) };
};
