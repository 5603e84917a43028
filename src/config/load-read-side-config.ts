import { resolve } from 'node:path';
import type { Config } from './config';
import { valueOf, type Environment } from './environment';
import { logLevel } from './log-level';
import { storesConfig } from './stores';

/** What the read side needs of the environment: where the log and the read models lie. It holds no root key. */
export const loadReadSideConfig = (env: Environment): Pick<Config, 'dataDir' | 'stores' | 'logLevel'> => ({
  dataDir: resolve(valueOf(env, 'KEYLEDGER_DATA_DIR') ?? './data'),
  stores: storesConfig(env),
  logLevel: logLevel(env),
});
