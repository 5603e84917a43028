import { resolve } from 'node:path';
import type { Config } from './config';
import type { Environment } from './environment';
import { rootKeySource, secondRootKeySource } from './root-key-source';
import { storesConfig } from './stores';
import { variablesOf } from './variables-of';

/** What the read side needs of the environment: where the log and the read models lie, and the root key that proves facts. */
export const loadReadSideConfig = (
  env: Environment,
): Pick<Config, 'dataDir' | 'stores' | 'logLevel' | 'rootKey' | 'secondRootKey'> => {
  const variables = variablesOf(env);
  const dataDir = resolve(variables.KEYLEDGER_DATA_DIR);
  const stores = storesConfig(variables);
  const secondRootKey = secondRootKeySource(variables);
  const rootKey = rootKeySource(variables, dataDir, stores);
  return {
    dataDir,
    stores,
    logLevel: variables.KEYLEDGER_LOG_LEVEL,
    rootKey,
    ...(secondRootKey === undefined ? {} : { secondRootKey }),
  };
};
