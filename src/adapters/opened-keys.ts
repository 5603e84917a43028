import type { Clock } from '../kernel/clock';
import type { Sealing } from '../kernel/sealing';
import type { OpenedMaterial } from './material-store/opened-material';
import { systemRandom } from './outside/system-random';
import { loadOwnKeys } from './sealing/load-own-keys';
import type { OwnKeys } from './sealing/own-keys';
import { RootBoxKeys } from './sealing/root-box-keys';
import { rootKeyMark } from './sealing/root-key-mark';
import { RootKeySealing } from './sealing/root-key-sealing';
import { judgeRootKeys, settleRootKey, type RootKeysGiven } from './sealing/settle-root-key';

/** 32 bytes each. */
export interface RootKeys {
  readonly rootKey: Uint8Array;
  /** Opens and never seals: the former one, or the next. */
  readonly second?: Uint8Array;
}

const given = ({ rootKey, second }: RootKeys): RootKeysGiven => ({
  fingerprint: rootKeyMark(rootKey),
  ...(second === undefined ? {} : { second: rootKeyMark(second) }),
});

export const sealingUnder = ({ rootKey, second }: RootKeys): RootKeySealing =>
  new RootKeySealing(rootKey, systemRandom, second === undefined ? {} : { second });

/** Under another key nothing opens, and what is sealed from now on opens under that one alone. Throws `RootKeyUnfit`; touches nothing. */
export const assertSealedUnder = async (
  { rootBoxes }: Pick<OpenedMaterial, 'rootBoxes'>,
  keys: RootKeys,
): Promise<void> => {
  judgeRootKeys(await rootBoxes.mark(), given(keys));
};

export interface OpenedKeys {
  readonly sealing: Sealing;
  readonly ownKeys: OwnKeys;
  readonly root: RootBoxKeys;
}

/**
 * The keys of a store: all under the root key that was given, those of the server itself among them. Errors: `RootKeyUnfit`
 * before anything is touched, `SealBroken`, those of the store.
 */
export const openKeys = async (
  { ownKeys: store, rootBoxes: boxes }: Pick<OpenedMaterial, 'ownKeys' | 'rootBoxes'>,
  keys: RootKeys,
  { clock, onResealed }: { readonly clock: Clock; readonly onResealed?: (done: number) => void },
): Promise<OpenedKeys> => {
  const { rootKey, second } = keys;
  const mark = await boxes.mark();
  judgeRootKeys(mark, given(keys));
  const root = new RootBoxKeys(rootKey, systemRandom, second);
  const derivedFrom = second !== undefined && mark?.fingerprint === rootKeyMark(second) ? second : rootKey;
  const ownKeys = await loadOwnKeys({ store, root, derivedFrom, clock });
  await settleRootKey({ boxes, root, given: given(keys), ...(onResealed === undefined ? {} : { onResealed }) });
  const more = { ownKeys, ...(second === undefined ? {} : { second }) };
  return { sealing: new RootKeySealing(rootKey, systemRandom, more), ownKeys, root };
};
