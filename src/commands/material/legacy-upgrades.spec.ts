import { identityMade, organizationWith, StoredValues } from '../../../test/support/stored-values';
import { fact } from '../../../test/support/streams/ground-of';
import type { Streams } from '../../../test/support/streams/view-of';
import type { MaterialStore } from '../../kernel/material-store';

/** Values of the system that was there before are sealed anew under the same number, each once. */
let values: StoredValues;
const open = (streams: Streams = {}, secrets = 1) => {
  values = new StoredValues({ ...organizationWith(secrets), ...streams });
  return values;
};
afterEach(() => values.close());
const legacy = (store?: MaterialStore) => values.upgrades(store === undefined ? {} : { store });

const upgrade = (store?: MaterialStore) =>
  legacy(store)
    .upgrade(values.ground.policy(), 'i', 1)
    .then(
      () => 'done',
      (error: Error) => `${error.name} ${error.message}`,
    );
const UPGRADED = [
  'identity-i',
  'material-upgraded',
  { organizationId: 'o', identityGroupId: 'v', identityId: 'i', version: 1, from: 'v1', to: 'v2' },
];

test('it is sealed anew by the secret in force, with the time at which it was stored, and told once', async () => {
  open(identityMade('i', 'v1'), 2);
  await values.secret(2);
  const old = await values.put('i', 1, 's3cret', { as: 'v1', storedAt: 5 });
  expect([await upgrade(), await upgrade()]).toEqual(['done', 'done']);
  const now = await values.store.get('i', 1);
  expect(now).toMatchObject({ scheme: 'v2', secretVersion: 2, storedAt: old.storedAt });
  expect(now && values.sealing.open(now, await values.keys(), await values.secret(2))).toBe('s3cret');
  expect(values.ground.told).toEqual([UPGRADED]);
});

test('a secret that is replaced and destroyed while it seals a value is not the only way in: the value is sealed once more', async () => {
  open(identityMade('i', 'v1'), 1);
  await values.put('i', 1, 's3cret', { as: 'v1' });
  await values.keys();
  const replaced: MaterialStore['upgrade'] = async (material) => {
    const isDone = await values.store.upgrade(material);
    values.ground.also('organization-o', fact('organization-secret-set', { organizationId: 'o', secretVersion: 2 }));
    await values.secret(2);
    await values.store.destroySecrets('o');
    await values.secret(2);
    return isDone;
  };
  expect(await upgrade(values.instead({ upgrade: replaced }))).toBe('done');
  const now = await values.store.get('i', 1);
  expect(now).toMatchObject({ scheme: 'v2', secretVersion: 2 });
  expect(now && values.sealing.open(now, await values.keys(), await values.secret(2))).toBe('s3cret');
  expect(values.ground.told).toEqual([UPGRADED]);
});

test.each<[string, Streams, () => Promise<unknown>, string, number]>([
  [
    'one that stands anew already lacks its fact alone',
    identityMade('i', 'v1'),
    () => values.put('i', 1, 'x'),
    'done',
    1,
  ],
  ['one that was not imported and is not there is nobody’s loss', identityMade('i'), async () => undefined, 'done', 0],
  [
    'one that was imported and is not there is damage',
    identityMade('i', 'v1'),
    async () => undefined,
    'ValueMissing the material store lacks version 1 of identity i',
    0,
  ],
  [
    'one that was put there and never imported does not open',
    identityMade('i'),
    () => values.put('i', 1, 'x', { as: 'v1' }),
    'SealBroken version 1 of identity i does not open with its key',
    0,
  ],
  [
    'one that was imported in plain text does not open as such',
    identityMade('i', 'plaintext'),
    () => values.put('i', 1, 'x', { as: 'v1' }),
    'SealBroken version 1 of identity i does not open with its key',
    0,
  ],
])('%s', async (_, streams, put, expected, facts) => {
  open(streams);
  await put();
  expect(await upgrade()).toBe(expected);
  expect(values.ground.told.filter(([, noun]) => noun === 'material-upgraded')).toHaveLength(facts);
});

test('a secret that is gone: somebody has sealed it anew meanwhile, or it is damage', async () => {
  open(identityMade('i', 'v1'));
  const old = await values.put('i', 1, 's3cret', { as: 'v1' });
  await values.store.destroySecrets('o');
  expect(await upgrade()).toBe('ValueMissing the material store lacks secret 1 of o');
  let reads = 0;
  const get: MaterialStore['get'] = async () => ((reads += 1) === 1 ? old : { ...old, scheme: 'v2' });
  expect(await upgrade(values.instead({ get }))).toBe('done');
});

test('a secret that is destroyed while it is sealed anew is told; where another node was faster, it is not asked', async () => {
  open(identityMade('i', 'v1'));
  await values.put('i', 1, 's3cret', { as: 'v1' });
  const lost = async () => {
    await values.store.destroySecrets('o');
    return true;
  };
  expect(await upgrade(values.instead({ upgrade: lost }))).toContain('was replaced meanwhile');
  await values.secret(1);
  const slower = async () => {
    await values.store.destroySecrets('o');
    return false;
  };
  expect(await upgrade(values.instead({ upgrade: slower }))).toBe('done');
});

test('what the store can’t answer holds everything up', async () => {
  open(identityMade('i', 'v1'));
  const get = () => Promise.reject(new Error('away'));
  await expect(legacy(values.instead({ get })).upgradeIfOpens(values.ground.policy(), 'i', 1)).rejects.toThrow('away');
  expect(await legacy().upgradeIfOpens(values.ground.policy(), 'i', 1)).toBe(false);
  await values.put('i', 1, 'x', { as: 'v1' });
  expect(await legacy().upgradeIfOpens(values.ground.policy(), 'i', 1)).toBe(true);
});
