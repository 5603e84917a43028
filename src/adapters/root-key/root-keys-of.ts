import type { Config, RootKeySource } from '../../config/config';
import { readRootKey } from '../../config/read-root-key';
import type { RootKeyProvider } from '../../kernel/root-key-provider';
import { systemRandom } from '../outside/system-random';
import type { RootKeys } from '../sealing/root-keys';
import { transitRootKey } from './transit-root-key';

/** The provider that the configuration names. */
const providerOf = (source: RootKeySource): RootKeyProvider =>
  source.from === 'transit'
    ? transitRootKey(source, systemRandom)
    : { rootKey: async (options) => readRootKey(source, options) };

/**
 * The root key, and the second one while the root key is changed, from wherever they are kept. Errors: `BadConfiguration`,
 * `RootKeyUnavailable`.
 */
export const rootKeysOf = async (
  { rootKey, secondRootKey }: Pick<Config, 'rootKey' | 'secondRootKey'>,
  options: { readonly make: boolean },
): Promise<RootKeys> => {
  // First the one there must be: the new one is not made while the former one can't be had.
  const second = secondRootKey && (await providerOf(secondRootKey).rootKey({ make: false }));
  return { rootKey: await providerOf(rootKey).rootKey(options), ...(second === undefined ? {} : { second }) };
};
