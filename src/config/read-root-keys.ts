import type { Config } from './config';
import { readRootKey } from './read-root-key';

/** The root key, and the second one while the root key is changed. Throws as {@link readRootKey} does. */
export const readRootKeys = (
  { rootKey, secondRootKey }: Pick<Config, 'rootKey' | 'secondRootKey'>,
  options: { readonly make: boolean },
): { readonly rootKey: Buffer; readonly second?: Buffer } => ({
  rootKey: readRootKey(rootKey, options),
  ...(secondRootKey === undefined ? {} : { second: readRootKey(secondRootKey, { make: false }) }),
});
