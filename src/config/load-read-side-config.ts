import { resolve } from 'node:path';
import type { Config } from './config';
import { valueOf, type Environment } from './environment';
import { logLevel } from './log-level';
import { rootKeySource, secondRootKeySource } from './root-key-source';
import { storesConfig } from './stores';

/** What the read side needs of the environment: where the log and the read models lie, and the root key that proves facts. */
export const loadReadSideConfig = (
  env: Environment,
): Pick<Config, 'dataDir' | 'stores' | 'logLevel' | 'rootKey' | 'secondRootKey'> => {
  const dataDir = resolve(valueOf(env, 'KEYLEDGER_DATA_DIR') ?? './data');
  const stores = storesConfig(env);
  const secondRootKey = secondRootKeySource(env);
  const rootKey = rootKeySource(env, dataDir, stores);
  return {
    dataDir,
    stores,
    logLevel: logLevel(env),
    rootKey,
    ...(secondRootKey === undefined ? {} : { secondRootKey }),
  };
};
