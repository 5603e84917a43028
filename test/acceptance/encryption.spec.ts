import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SealedMaterial } from '../../src/kernel/material';
import type { Client } from '../support/application/client';
import { engineContents } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, SECRET, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Encryption details. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let user: Client;
let manager: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner, user, manager } = fixture.people);
});
afterAll(() => application.end());

const setSecret = (secret: string, organizationId = fixture.organizationId) =>
  owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret });
const checkOut = (who: Client, id: string) =>
  who.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
const reveal = (who: Client, id: string) => who.post(`/identities/${id}/reveal`);
const material = async (id: string, version = 1): Promise<SealedMaterial> => {
  const found = await application.adapters.materialStore.get(id, version);
  if (found === undefined) throw new Error('nothing is stored');
  return found;
};
const flipped = (stored: SealedMaterial, at: number): SealedMaterial => ({
  ...stored,
  box: stored.box.map((byte, index) => (index === at ? byte ^ 1 : byte)),
});
const audit = async (id: string): Promise<{ type: string; data: Record<string, unknown> }[]> =>
  (await owner.ok('GET', `/audit?order=asc&identityId=${id}`)).items;

describe('an organization without a secret', () => {
  test('takes no credential until it has one', async () => {
    const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'Secretless' });
    const vault = await owner.ok('POST', '/identity-groups', { name: 'V', organizationId });
    const body = { identityGroupId: vault.id, name: 'x', username: 'x', credential: 'x', credentialType: 'password' };
    const refused = await owner.post('/identities', body);
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'ORGANIZATION_SECRET_NOT_FOUND',
      detail: 'Organization secret not found',
    });
    expect((await owner.ok('GET', `/identity-groups/${vault.id}`)).identityCount).toBe(0);
    await setSecret(SECRET, organizationId);
    expect((await owner.post('/identities', body)).status).toBe(201);
  });
});

test('a value lies nowhere as it is: not in a file, not in an engine, not in the log of the server', async () => {
  const credential = 'plaintext-to-be-found-nowhere';
  const { id } = await fixture.newIdentity({ credential });
  await reveal(owner, id);
  const { session } = (await checkOut(user, id)).body;
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  await manager.ok('PUT', `/identities/${id}/credential`, { credential: `${credential} 2` });
  const files = readdirSync(application.dataDir).map((name) => readFileSync(join(application.dataDir, name)));
  const kept = [...files, ...(await engineContents(application.dataDir)).map(({ bytes }) => bytes)];
  expect(kept.some((bytes) => bytes.includes(id))).toBe(true);
  for (const needle of [credential, SECRET, Buffer.from(credential).toString('base64').slice(0, -2)]) {
    expect(kept.some((bytes) => bytes.includes(needle))).toBe(false);
    expect(application.logged.join('')).not.toContain(needle);
  }
});

test('the same value twice is sealed differently', async () => {
  const [one, two] = [
    await fixture.newIdentity({ credential: 'same' }),
    await fixture.newIdentity({ credential: 'same' }),
  ];
  const [a, b] = [await material(one.id), await material(two.id)];
  expect(a.scheme).toBe('v2');
  expect(a.box).toHaveLength(12 + 4 + 16);
  expect(Buffer.from(a.box.subarray(0, 12)).equals(b.box.subarray(0, 12))).toBe(false);
  expect(Buffer.from(a.box.subarray(12)).equals(b.box.subarray(12))).toBe(false);
});

test('the secret is replaced while checkouts go on: nobody notices, and the old one is gone', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => fixture.newIdentity()));
  const before = (await material(all[0]?.id ?? '')).secretVersion;
  const work = async ({ id, value }: { id: string; value: string }) => {
    for (let round = 0; round < 4; round++) {
      const taken = await checkOut(user, id);
      expect([taken.status, taken.body.credential?.value]).toEqual([201, value]);
      expect((await user.post(`/sessions/${taken.body.session.id}/checkin`)).status).toBe(200);
    }
  };
  await Promise.all([...all.map(work), setSecret('second'.repeat(6)).then(() => setSecret('third'.repeat(7)))]);
  const { materialStore } = application.adapters;
  const left = () =>
    Promise.all([before, before + 1].map((version) => materialStore.secret(fixture.organizationId, version)));
  await until('both re-sealings', async () => (await left()).every((secret) => secret === undefined), 10_000);
  expect(await materialStore.countSealedBefore(fixture.organizationId, before + 2)).toBe(0);
  await Promise.all(all.map(work));
  const facts = (await owner.ok('GET', `/streams/organization-${fixture.organizationId}`)).items;
  expect(facts.at(-1).type).toBe('keyledger.organization-resealed.v1');
  expect(JSON.stringify(facts)).not.toContain('third');
});

const DAMAGES: [string, (id: string) => Promise<SealedMaterial>][] = [
  ['its nonce changed', async (id) => flipped(await material(id), 0)],
  ['its ciphertext changed', async (id) => flipped(await material(id), 13)],
  ['its tag changed', async (id) => flipped(await material(id), (await material(id)).box.length - 1)],
  ['cut short', async (id) => ({ ...(await material(id)), box: (await material(id)).box.subarray(0, 5) })],
  [
    'taken from another identity',
    async (id) => ({ ...(await material(id)), box: (await material((await fixture.newIdentity()).id)).box }),
  ],
];

const overwrite = (sealed: SealedMaterial) => application.adapters.materialStore.replace(sealed, sealed.secretVersion);

/** They come when they come, beside what happened. */
const ALERTS = ['keyledger.seal-failed.v1', 'keyledger.notification-raised.v1'];

describe.each(DAMAGES)('a sealed value with %s', (_, damage) => {
  test('is never handed out: an error, an alert, and facts of all that happened', async () => {
    const { id, value } = await fixture.newIdentity();
    const sound = await material(id);
    const damaged = await damage(id);
    await overwrite(damaged);
    for (const answer of [await checkOut(user, id), await reveal(owner, id)]) {
      expect(answer.body).toEqual({
        type: expect.any(String),
        title: 'Internal error',
        status: 500,
        code: 'INTERNAL',
        detail: expect.any(String),
        instance: expect.any(String),
        correlationId: expect.any(String),
      });
      expect(answer.text).not.toContain(value);
      expect(application.logged.filter((line) => line.includes(answer.body.correlationId)).join('')).toContain(
        '"level":50',
      );
    }
    const facts = (await audit(id)).filter(({ type }: { type: string }) => !ALERTS.includes(type));
    expect(facts.slice(-5)).toMatchObject([
      { type: 'keyledger.identity-checked-out.v1' },
      { type: 'keyledger.identity-checked-in.v1', data: { reason: 'the value did not open' } },
      { type: 'keyledger.identity-revealed.v1', outcome: 'refused' },
      { type: 'keyledger.disclosure-withheld.v1' },
      { type: 'keyledger.identity-reveal-refused.v1', data: { detail: 'The value did not open.' } },
    ]);
    await overwrite(sound);
    expect((await checkOut(user, id)).body.credential.value).toBe(value);
  });
});

test('a value that does not open is mended by setting one by hand, or by restoring an older one', async () => {
  for (const mend of ['by hand', 'restored']) {
    const { id, value } = await fixture.newIdentity();
    await manager.ok('PUT', `/identities/${id}/credential`, { credential: 'soon damaged' });
    await overwrite(flipped(await material(id, 2), 20));
    expect((await reveal(owner, id)).status).toBe(500);
    const answer =
      mend === 'restored'
        ? await manager.post(`/identities/${id}/versions/1/restore`)
        : await manager.put(`/identities/${id}/credential`, { credential: 'mended' });
    expect(answer.status).toBe(204);
    expect((await reveal(owner, id)).body.credential.value).toBe(mend === 'restored' ? value : 'mended');
    expect((await manager.post(`/identities/${id}/versions/2/discard`)).status).toBe(204);
  }
});

test('one value that does not open holds up the re-sealing of no other', async () => {
  const damaged = await fixture.newIdentity();
  const sound = await material(damaged.id);
  await overwrite(flipped(sound, 20));
  const others = await Promise.all([fixture.newIdentity(), fixture.newIdentity()]);
  await setSecret('fourth'.repeat(6));
  const { materialStore } = application.adapters;
  const left = () => materialStore.countSealedBefore(fixture.organizationId, sound.secretVersion + 1);
  await until('the re-sealing of the others', async () => (await left()) <= 1);
  for (const { id, value } of others) {
    expect((await material(id)).secretVersion).toBe(sound.secretVersion + 1);
    expect((await reveal(owner, id)).body.credential.value).toBe(value);
  }
  expect(application.logged.some((line) => line.includes('reseal-values') && line.includes('"level":50'))).toBe(true);
});
