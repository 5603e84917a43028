import type { Clock } from '../../kernel/clock';
import { OWN_KEY_NAMES, isOwnKeyName, type OwnKeyStore } from '../../kernel/own-keys';
import { OwnKeys } from './own-keys';
import type { RootBoxKeys } from './root-box-keys';
import { openOwnKey, sealFirstOwnKey } from './sealed-own-keys';

export interface OwnKeysFrom {
  readonly store: OwnKeyStore;
  readonly root: RootBoxKeys;
  /** The root key that the data is sealed under so far. */
  readonly derivedFrom: Uint8Array;
  readonly clock: Clock;
}

/**
 * The server's own keys. What a release before this one derived from the root key is stored as the first version: nodes that
 * start at once end with one, since the number is taken once. Errors: `SealBroken` for one that was tampered with, those of
 * the store.
 */
export const loadOwnKeys = async ({ store, root, derivedFrom, clock }: OwnKeysFrom): Promise<OwnKeys> => {
  const known = new Set((await store.all()).map(({ name }) => name));
  const now = clock.now();
  for (const name of OWN_KEY_NAMES.filter((each) => !known.has(each))) {
    await store.add(sealFirstOwnKey(name, { derivedFrom, root, now }));
  }
  // What a later release keeps here is nothing to this one.
  const kept = (await store.all()).filter(({ name }) => isOwnKeyName(name));
  return new OwnKeys(
    kept.map((key) => openOwnKey(key, root)),
    clock,
  );
};
