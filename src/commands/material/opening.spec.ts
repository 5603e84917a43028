import { identityMade, organizationWith, StoredValues } from '../../../test/support/stored-values';
import type { Streams } from '../../../test/support/streams/view-of';
import type { MaterialStore } from '../../kernel/material-store';
import { KeyReads } from './key-reads';
import { Opening } from './opening';
import { withMethods } from '../../../test/support/with-methods';

/** What must be at hand before a value is promised, and what is told where some of it is not. */
let values: StoredValues;
const open = (streams: Streams = {}) => {
  values = new StoredValues({ ...organizationWith(2), ...streams });
};
afterEach(() => values.close());
const read = async (store: MaterialStore = values.store, reads = new KeyReads(store)) => {
  const opening = new Opening(store, values.sealing, values.ground.reader);
  try {
    return (await opening.read('i', 1, reads))();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};
const missing = (what: string) => `ValueMissing: the material store lacks ${what}`;
const put = (more: Parameters<StoredValues['put']>[3] = {}) => values.put('i', 1, 's3cret', more);

test.each<[string, Streams, () => Promise<unknown>, string]>([
  ['a value that was made here', {}, () => put(), 's3cret'],
  ['one that was imported', identityMade('i', 'v1'), () => put({ as: 'v1' }), 's3cret'],
  [
    'one that looks imported and was not',
    identityMade('i'),
    () => put({ as: 'v1' }),
    'SealBroken: version 1 of identity i does not open with its key',
  ],
  [
    'one that looks imported, of no identity',
    {},
    () => put({ as: 'v1' }),
    'SealBroken: version 1 of identity i does not open with its key',
  ],
  ['none', {}, async () => undefined, missing('version 1 of identity i')],
  [
    'one whose vault has no keys',
    {},
    () => put().then(() => values.store.destroyVaultKeys('v')),
    missing('the keys of vault v'),
  ],
  [
    'one whose secret is gone',
    {},
    () => put().then(() => values.store.destroySecrets('o')),
    missing('secret 1 of identity i'),
  ],
])('there is %s', async (_, streams, store, expected) => {
  open(streams);
  await store();
  expect(await read()).toBe(expected);
});

/** Somebody seals everything by the second secret between the reads of the value and of its secret. */
const resealed = async (gone: boolean): Promise<MaterialStore> => {
  const old = await put();
  const [first, second, keys] = [await values.secret(1), await values.secret(2), await values.keys()];
  await values.store.replace(values.sealing.reseal(old, keys, first, second), 1);
  await values.store.replaceVaultKeys(values.sealing.resealVaultKeys(keys, first, second), 1);
  await values.store.destroySecretsBefore('o', 2);
  let reads = 0;
  const get: MaterialStore['get'] = async (...address) => {
    reads += 1;
    if (reads === 1) return old;
    return gone ? undefined : values.store.get(...address);
  };
  return values.instead({ get });
};

test('one that was sealed anew since it was read is read again, by its new secret', async () => {
  open();
  expect(await read(await resealed(false))).toBe('s3cret');
});

test('one that went since it was read is told as missing', async () => {
  open();
  expect(await read(await resealed(true))).toBe(missing('secret 1 of identity i'));
});

test('keys that were read before it was sealed anew are not used for what is read again', async () => {
  open();
  const store = await resealed(false);
  const reads = new KeyReads(
    withMethods(store, { vaultKeys: async () => values.keys(), secret: async () => undefined }),
  );
  expect(await read(store, reads)).toBe('s3cret');
});
