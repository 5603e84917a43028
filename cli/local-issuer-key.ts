import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as Choose from '../src/adapters/choose';
import type { Config } from '../src/config/config';
import { readRootKey } from '../src/config/read-root-key';
import { localIssuerKey, type LocalIssuerKey } from '../wire/local-issuer-key';

/** What signs the tokens of the built-in issuer: told by the root key alone, until it was changed. Throws `BadConfiguration`. */
export const localIssuerKeyOf = async (config: Config): Promise<LocalIssuerKey> => {
  const { stores, dataDir, rootKey } = config;
  const isFirst = stores.material === 'embedded' && !existsSync(join(dataDir, 'issuer.key'));
  if (isFirst && rootKey.from !== 'transit') return localIssuerKey(readRootKey(rootKey));
  // Loaded when asked for: the drivers of the stores take a second.
  const { issuerKeyHere } = require('../src/adapters/choose') as typeof Choose;
  return issuerKeyHere(config);
};
