import { randomBytes } from 'node:crypto';
import { localIssuerKey, issuerKeyOf } from '../../../wire/local-issuer-key';
import { followAnnouncements } from '../../../wire/server-key-announcement';
import { serverKey, serverKeyOf, tokenSealingKey, tokenSealingKeyOf } from '../../../wire/server-key';
import { keptKeys, type KeptKeys } from '../../../test/support/kept-keys';
import { OWN_KEYS, OWN_KEY_NAMES, type OwnKeyName } from '../../kernel/own-keys';
import { SealBroken } from '../../kernel/sealing';
import { systemRandom } from '../outside/system-random';
import { loadOwnKeys } from './load-own-keys';
import { RootBoxKeys } from './root-box-keys';
import { RootKeySealing } from './root-key-sealing';
import { openOwnKey, sealNextOwnKey } from './sealed-own-keys';

const rootKey = randomBytes(32);
const root = new RootBoxKeys(rootKey, systemRandom);
const PURPOSES = ['cursor', 'join-token', 'machine token', 'idempotency-key', 'idempotency-body', 'idempotency-ids'];

let kept: KeptKeys;
let now = 1_000_000;
const clock = { now: () => now };
beforeEach(() => {
  kept = keptKeys();
  now = 1_000_000;
});
afterEach(() => kept.end());

const load = () => loadOwnKeys({ store: kept.ownKeys, root, derivedFrom: rootKey, clock });
const change = async (name: OwnKeyName, announced = true): Promise<void> => {
  const former = (await load()).inForce(name);
  await kept.ownKeys.add(sealNextOwnKey(former, { announced, root, random: systemRandom, now }));
};

test('the first of each is what was derived from the root key, so that nobody notices the upgrade', async () => {
  const keys = await load();
  expect(serverKeyOf(keys.inForce('job-signing').bytes).publicKey).toBe(serverKey(rootKey).publicKey);
  expect(tokenSealingKeyOf(keys.inForce('join-token-sealing').bytes)).toEqual(tokenSealingKey(rootKey));
  expect(issuerKeyOf(keys.inForce('local-issuer').bytes).kid).toBe(localIssuerKey(rootKey).kid);
  const before = new RootKeySealing(rootKey, systemRandom);
  const after = new RootKeySealing(rootKey, systemRandom, { ownKeys: keys });
  for (const purpose of [...PURPOSES, 'one of a later release']) {
    expect(after.fingerprints(purpose, 'data')).toEqual([before.fingerprint(purpose, 'data')]);
  }
});

test('nodes that start at once end with one, and a later start finds the same', async () => {
  const loaded = await Promise.all([load(), load(), load()]);
  const later = await load();
  for (const name of OWN_KEY_NAMES) {
    expect(new Set([...loaded, later].map((keys) => Buffer.from(keys.inForce(name).bytes).toString('hex'))).size).toBe(
      1,
    );
  }
  expect(await kept.ownKeys.all()).toHaveLength(OWN_KEY_NAMES.length);
});

test.each(OWN_KEY_NAMES)('%s is changed alone, and the former one is good for its while', async (name) => {
  const before = await load();
  await change(name);
  const after = await load();
  expect(after.inForce(name)).toMatchObject({ version: 2 });
  expect(after.inForce(name).bytes).toHaveLength(before.inForce(name).bytes.length);
  expect(after.inForce(name).bytes).not.toEqual(before.inForce(name).bytes);
  for (const other of OWN_KEY_NAMES.filter((each) => each !== name)) {
    expect(after.inForce(other).bytes).toEqual(before.inForce(other).bytes);
  }
  const good = () => after.good(name).map(({ version }) => version);
  if (OWN_KEYS[name] === Number.POSITIVE_INFINITY) {
    now += 100 * 366 * 24 * 60 * 60 * 1000;
    expect([good(), after.outlived()]).toEqual([[2, 1], []]);
    return;
  }
  now += Math.max(0, OWN_KEYS[name] - 1);
  expect(good()).toEqual(OWN_KEYS[name] === 0 ? [2] : [2, 1]);
  now += 1;
  expect(good()).toEqual([2]);
});

test('a hash made before a change is recognized after it, until the former key is good no more', async () => {
  const under = async () => new RootKeySealing(rootKey, systemRandom, { ownKeys: await load() });
  const made = (await under()).fingerprint('cursor', 'data');
  await change('cursors');
  const changed = await under();
  expect(changed.fingerprint('cursor', 'data')).not.toBe(made);
  expect(changed.fingerprints('cursor', 'data')).toContain(made);
  now += OWN_KEYS.cursors;
  expect(changed.fingerprints('cursor', 'data')).not.toContain(made);
});

test('every former job-signing key leads to the one in force, however often it was changed', async () => {
  const known: string[] = [];
  const publicKey = async () => serverKeyOf((await load()).inForce('job-signing').bytes).publicKey;
  for (let changes = 0; changes < 3; changes += 1) {
    known.push(await publicKey());
    await change('job-signing');
  }
  const { announcements } = (await load()).inForce('job-signing');
  for (const key of known) expect(followAnnouncements(key, announcements)).toBe(await publicKey());
  await change('job-signing', false);
  const cut = (await load()).inForce('job-signing').announcements;
  expect(known.map((key) => followAnnouncements(key, cut))).toEqual(known);
});

test('a box that was altered, given another name, number or time, or is of another root key, does not open', async () => {
  await change('cursors');
  const [one, two] = (await kept.ownKeys.all()).filter(({ name }) => name === 'cursors');
  if (one === undefined || two === undefined) throw new Error('there are two');
  const box = Uint8Array.from(two.box);
  box[20] = (box[20] ?? 0) ^ 1;
  const bad = [
    { ...two, box },
    { ...two, name: 'requests' as const },
    { ...two, version: 1 },
    { ...two, madeAt: 5 },
  ];
  for (const each of [...bad, { ...one, box: two.box }]) expect(() => openOwnKey(each, root)).toThrow(SealBroken);
  expect(() => openOwnKey(two, new RootBoxKeys(randomBytes(32), systemRandom))).toThrow(SealBroken);
  expect(openOwnKey(two, root)).toMatchObject({ name: 'cursors', version: 2 });
});
