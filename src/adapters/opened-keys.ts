import type { Clock } from '../kernel/clock';
import type { KeyVersions } from '../kernel/key-versions';
import { OWN_KEY_NAMES } from '../kernel/own-keys';
import type { Sealing } from '../kernel/sealing';
import { keepIssuerKey } from './tokens/kept-issuer-key';
import type { OpenedMaterial } from './material-store/opened-material';
import { systemRandom } from './outside/system-random';
import { loadOwnKeys } from './sealing/load-own-keys';
import type { OwnKeys } from './sealing/own-keys';
import { RootBoxKeys } from './sealing/root-box-keys';
import { rootKeyMark } from './sealing/root-key-mark';
import { RootKeySealing } from './sealing/root-key-sealing';
import type { RootKeys } from './sealing/root-keys';
import { judgeRootKeys, settleRootKey, type RootKeysGiven } from './sealing/settle-root-key';

/** What facts call the root key. */
const ROOT_KEY = 'root-key';

const given = ({ rootKey, second }: RootKeys): RootKeysGiven => ({
  fingerprint: rootKeyMark(rootKey),
  ...(second === undefined ? {} : { second: rootKeyMark(second) }),
});

export const sealingUnder = ({ rootKey, second }: RootKeys): RootKeySealing =>
  new RootKeySealing(rootKey, systemRandom, second === undefined ? {} : { second });

export interface KeysOptions {
  readonly clock: Clock;
  readonly onResealed?: ((done: number) => void) | undefined;
  /** Where `keyledger token` finds the built-in issuer's key; absent: it asks the database. */
  readonly dataDir?: string | undefined;
}

export interface OpenedKeys {
  readonly sealing: Sealing;
  readonly ownKeys: OwnKeys;
  readonly root: RootBoxKeys;
  readonly keyVersions: KeyVersions;
}

/**
 * The keys of a store: all under the root key that was given, those of the server itself among them. Errors: `RootKeyUnfit`
 * before anything is touched, `SealBroken`, those of the store.
 */
export const openKeys = async (
  { ownKeys: store, rootBoxes: boxes }: Pick<OpenedMaterial, 'ownKeys' | 'rootBoxes'>,
  keys: RootKeys,
  { clock, onResealed, dataDir }: KeysOptions,
): Promise<OpenedKeys> => {
  const { rootKey, second } = keys;
  const mark = await boxes.mark();
  judgeRootKeys(mark, given(keys));
  const root = new RootBoxKeys(rootKey, systemRandom, second);
  const derivedFrom = second !== undefined && mark?.fingerprint === rootKeyMark(second) ? second : rootKey;
  const ownKeys = await loadOwnKeys({ store, root, derivedFrom, clock });
  await settleRootKey({ boxes, root, given: given(keys), ...(onResealed === undefined ? {} : { onResealed }) });
  for (const { name, version } of ownKeys.outlived()) await store.destroy(name, version);
  if (dataDir !== undefined) keepIssuerKey(dataDir, await store.all(), ownKeys, keys);
  const { generation = 1 } = (await boxes.mark()) ?? {};
  const inForce = OWN_KEY_NAMES.map((name) => ({ name: name as string, version: ownKeys.inForce(name).version }));
  const keyVersions = { inForce: [...inForce, { name: ROOT_KEY, version: generation }] };
  const more = { ownKeys, ...(second === undefined ? {} : { second }) };
  return { sealing: new RootKeySealing(rootKey, systemRandom, more), ownKeys, root, keyVersions };
};
