import type { Config, RootKeySource } from '../../config/config';
import { readRootKey, rootKeyToMake } from '../../config/read-root-key';
import { ROOT_KEY_BYTES } from '../../config/root-key-encoding';
import type { RootKeyProvider } from '../../kernel/root-key-provider';
import { systemRandom } from '../outside/system-random';
import type { RootKeys } from '../sealing/root-keys';
import { writeNewFile } from '../write-new-file';
import { transitRootKey } from './transit-root-key';

/** With `make`, a key that is missing in a data folder which holds nothing yet is made, `0600`; the folder must exist. */
const keyHere = (source: RootKeySource, { make }: { readonly make: boolean }): Buffer => {
  const path = make ? rootKeyToMake(source) : undefined;
  // A half-written or replaced root key would lose every credential.
  if (path !== undefined) writeNewFile(path, `${Buffer.from(systemRandom.bytes(ROOT_KEY_BYTES)).toString('base64')}\n`);
  return readRootKey(source);
};

/** The provider that the configuration names. */
const providerOf = (source: RootKeySource): RootKeyProvider =>
  source.from === 'transit'
    ? transitRootKey(source, systemRandom)
    : { rootKey: async (options) => keyHere(source, options) };

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
