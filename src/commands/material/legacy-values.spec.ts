import { identityMade, organizationWith, SECRETS, StoredValues } from '../../../test/support/stored-values';
import type { Streams } from '../../../test/support/streams/view-of';
import { v1Box } from '../../../test/support/v1-box';
import { organization } from '../../domain/organizations/state';
import type { MaterialStore } from '../../kernel/material-store';
import { isRefusal } from '../../kernel/refusal';
import { UpgradeOrganization, UpgradeOrganizationHandler } from './upgrade-organization';

/** Values of the system that was there before: tried, kept as they are, and sealed anew under the same number, each once. */
let values: StoredValues;
const open = (streams: Streams = {}, secrets = 1) => {
  values = new StoredValues({ ...organizationWith(secrets), ...streams });
  return values;
};
afterEach(() => values.close());
const legacy = (store?: MaterialStore) => values.legacy(store);
const place = async () => {
  const { state } = await (await values.ground.reader.fresh()).load(organization, 'o');
  return { organizationId: 'o', vaultId: 'v', organization: state };
};
const box = (value: string | Uint8Array, secret: string = SECRETS[1]) => v1Box(secret, value);

test.each<[string, string, string]>([
  ['its value', box('s3cret'), 's3cret'],
  ['that it is no base64', 'not base64!', 'CREDENTIAL_NOT_USABLE'],
  ['that it is base64 beside something else', `${box('s3cret')}\n`, 'CREDENTIAL_NOT_USABLE'],
  ['that it is base64 after something else', ` ${box('s3cret')}`, 'CREDENTIAL_NOT_USABLE'],
  ['that another secret sealed it', box('s3cret', 'another secret of thirty-two letters'), 'CREDENTIAL_NOT_USABLE'],
  ['that it is empty', box(''), 'CREDENTIAL_NOT_USABLE'],
  ['the shortest', box('x'), 'x'],
  ['that it is too long', box('x'.repeat(64 * 1024 + 1)), 'CREDENTIAL_NOT_USABLE'],
  ['that it is too long in bytes', box('é'.repeat(32 * 1024 + 1)), 'CREDENTIAL_NOT_USABLE'],
])('tried out, it tells %s', async (_, text, expected) => {
  await open().secret(1);
  const told = await legacy().tryOut(await place(), text);
  expect(isRefusal(told) ? told.code : told.value).toBe(expected);
});

test('the longest there can be is taken', async () => {
  await open().secret(1);
  expect(await legacy().tryOut(await place(), box('x'.repeat(64 * 1024)))).toEqual({ value: 'x'.repeat(64 * 1024) });
});

test('a store that lacks the secret is no fault of the value', async () => {
  open();
  await expect(legacy().tryOut(await place(), box('s3cret'))).rejects.toThrow('lacks secret 1');
});

test('it is kept as it is, under the next number; a repetition finds it, another one stands beside it', async () => {
  await open().secret(1);
  const [first, second] = [box('one'), box('two')];
  const keep = async (text: string) => legacy().keep(await place(), 'i', text);
  expect([await keep(first), await keep(first), await keep(second), await keep(second)]).toEqual([1, 1, 2, 2]);
  const kept = await values.store.get('i', 2);
  expect(kept).toMatchObject({
    organizationId: 'o',
    vaultId: 'v',
    secretVersion: 1,
    scheme: 'v1',
    storedAt: values.ground.now,
  });
  expect(Buffer.from(kept?.box ?? []).toString('base64')).toBe(second);
});

test('a value of the same bytes that is sealed anew is not the one that was imported', async () => {
  open();
  const { box: bytes } = await values.put('i', 1, 'one');
  expect(await legacy().keep(await place(), 'i', Buffer.from(bytes).toString('base64'))).toBe(2);
});

test('another node that takes the number first takes nothing away: the next one is tried', async () => {
  await open().secret(1);
  let first = true;
  const add: MaterialStore['add'] = async (material) => {
    if (first) await values.put('i', 1, 'of another node', { as: 'v1' });
    first = false;
    return values.store.add(material);
  };
  expect(await legacy(values.instead({ add })).keep(await place(), 'i', box('mine'))).toBe(2);
});

test('a secret that is destroyed while a value comes to be sealed by it: nothing points to that value', async () => {
  await open().secret(1);
  const add: MaterialStore['add'] = async (material) => {
    const isAdded = await values.store.add(material);
    await values.store.destroySecrets('o');
    return isAdded;
  };
  await expect(legacy(values.instead({ add })).keep(await place(), 'i', box('mine'))).rejects.toThrow(
    'was replaced meanwhile',
  );
});

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

test('an organization page by page: what does not open is told and holds nothing up', async () => {
  const ids = Array.from({ length: 101 }, (_, n) => `i${String(n).padStart(3, '0')}`);
  open(Object.assign({}, ...ids.map((id, n) => identityMade(id, n === 5 ? undefined : 'v1'))));
  for (const id of ids) await values.put(id, 1, 'x', { as: 'v1' });
  const first = await legacy().upgradePage(values.ground.policy(), 'o');
  expect(first).toEqual({ next: { identityId: 'i099', version: 1 } });
  expect(await legacy().upgradePage(values.ground.policy(), 'o', first.next)).toEqual({});
  expect(values.told).toEqual([{ identityId: 'i005', version: 1, found: 'does_not_open' }]);
  expect(await values.store.legacy('o', { limit: 9 })).toMatchObject([{ identityId: 'i005' }]);
  await new UpgradeOrganizationHandler(legacy()).execute(new UpgradeOrganization(values.ground.policy(), 'o'));
  expect(values.told).toHaveLength(2);
});

test('what the store can’t answer holds everything up', async () => {
  open(identityMade('i', 'v1'));
  const get = () => Promise.reject(new Error('away'));
  await expect(legacy(values.instead({ get })).upgradeIfOpens(values.ground.policy(), 'i', 1)).rejects.toThrow('away');
  expect(await legacy().upgradeIfOpens(values.ground.policy(), 'i', 1)).toBe(false);
  await values.put('i', 1, 'x', { as: 'v1' });
  expect(await legacy().upgradeIfOpens(values.ground.policy(), 'i', 1)).toBe(true);
});
