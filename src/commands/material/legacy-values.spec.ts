import { organizationWith, SECRETS, StoredValues } from '../../../test/support/stored-values';
import type { Streams } from '../../../test/support/streams/view-of';
import { v1Box } from '../../../test/support/v1-box';
import { organization } from '../../domain/organizations/state';
import type { MaterialStore } from '../../kernel/material-store';
import { isRefusal } from '../../kernel/refusal';

/** Values of the system that was there before: tried, and kept as they are. */
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
