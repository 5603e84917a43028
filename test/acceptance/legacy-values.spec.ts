import type { SealedMaterial } from '../../src/kernel/material';
import type { ImportedScheme } from '../../src/kernel/value-schemes';
import type { Client } from '../support/application/client';
import { importedIdentity } from '../support/application/imported-identity';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, SECRET, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';
import { v1Box } from '../support/v1-box';

/** § Encryption details: "Legacy v1 credentials are automatically upgraded to v2 on next access (lazy migration)". */
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

const imported = (scheme: ImportedScheme, credential: string, as?: string) =>
  importedIdentity(application, fixture, scheme, credential, as);
const reveal = async (id: string) => owner.ok('POST', `/identities/${id}/reveal`);
const identity = (id: string) => owner.ok('GET', `/identities/${id}`);
const facts = async (id: string, noun: string): Promise<{ data: Record<string, unknown>; metadata: object }[]> =>
  (await owner.ok('GET', `/streams/identity-${id}`)).items.filter(
    ({ type }: { type: string }) => type === `keyledger.${noun}.v1`,
  );
const material = async (id: string, version = 1): Promise<SealedMaterial> => {
  const found = await application.adapters.materialStore.get(id, version);
  if (found === undefined) throw new Error('nothing is stored');
  return found;
};
const upgraded = (id: string) => until('the upgrade', async () => (await facts(id, 'material-upgraded')).length > 0);

test('a v1 value is opened on its next access and rewritten as v2, under its own number', async () => {
  const id = await imported('v1', v1Box(SECRET, 'from the old vault'));
  expect((await identity(id)).scheme).toBe('v1');
  expect((await material(id)).scheme).toBe('v1');
  const shown = await reveal(id);
  expect([shown.credential.value, shown.credential.version, shown.warnings]).toEqual([
    'from the old vault',
    1,
    undefined,
  ]);
  await upgraded(id);
  expect(await facts(id, 'material-upgraded')).toMatchObject([
    {
      data: { version: 1, from: 'v1', to: 'v2' },
      metadata: { actor: { kind: 'policy', name: 'upgrade-values-when-opened' } },
    },
  ]);
  expect(await material(id)).toMatchObject({ scheme: 'v2', version: 1 });
  expect(await identity(id)).toMatchObject({ scheme: 'v2', credentialVersion: 1 });
  expect((await reveal(id)).credential).toMatchObject({ value: 'from the old vault', version: 1 });
  expect((await manager.put(`/identities/${id}/credential`, { credential: 'from the old vault' })).body.code).toBe(
    'PASSWORD_UNCHANGED',
  );
});

test('a checkout rewrites it too, and so does replacing it, which keeps it in the history', async () => {
  const out = await imported('v1', v1Box(SECRET, 'checked out'));
  const { body } = await user.post(`/identities/${out}/checkout`, { reason: 'work', durationMinutes: 30 });
  expect(body.credential.value).toBe('checked out');
  await upgraded(out);
  const replaced = await imported('v1', v1Box(SECRET, 'soon replaced'));
  await manager.ok('PUT', `/identities/${replaced}/credential`, { credential: 'another' });
  await upgraded(replaced);
  expect((await manager.put(`/identities/${replaced}/credential`, { credential: 'soon replaced' })).body.code).toBe(
    'PASSWORD_REUSED',
  );
  await manager.ok('POST', `/identities/${replaced}/versions/1/restore`);
  expect((await reveal(replaced)).credential).toMatchObject({ value: 'soon replaced', version: 3 });
});

test('"Credential reveals garbled text": a value from before is what it was, with a warning until saving it anew mends it', async () => {
  const id = await imported('plaintext', 'readable by all');
  expect((await material(id)).scheme).toBe('v2');
  expect(await identity(id)).toMatchObject({ scheme: 'plaintext', credentialVersion: 1 });
  const warned = [{ code: 'STORED_IN_PLAIN_TEXT', detail: expect.any(String) }];
  expect(await reveal(id)).toMatchObject({ credential: { value: 'readable by all' }, warnings: warned });
  const key = { 'idempotency-key': 'twice' };
  const request = { reason: 'work', durationMinutes: 30 };
  const taken = await user.post(`/identities/${id}/checkout`, request, key);
  expect(taken.body.warnings).toEqual(warned);
  expect((await user.post(`/identities/${id}/checkout`, request, key)).body.warnings).toEqual(warned);
  await user.ok('POST', `/sessions/${taken.body.session.id}/checkin`);
  expect((await manager.put(`/identities/${id}/credential`, { credential: 'readable by all' })).status).toBe(204);
  expect(await facts(id, 'credential-saved-anew')).toHaveLength(1);
  expect(await facts(id, 'identity-credential-replaced')).toEqual([]);
  expect(await identity(id)).toMatchObject({ scheme: 'v2', credentialVersion: 1 });
  expect(await reveal(id)).toEqual({
    credential: expect.anything(),
    clearAfterSeconds: 30,
    receipt: expect.anything(),
  });
  expect((await manager.put(`/identities/${id}/credential`, { credential: 'readable by all' })).body.code).toBe(
    'PASSWORD_UNCHANGED',
  );
});

test('another value, or a rotation, takes the mark away; what is restored has it again', async () => {
  const id = await imported('plaintext', 'old and known');
  await manager.ok('PUT', `/identities/${id}/credential`, { credential: 'new and secret' });
  expect([(await identity(id)).scheme, (await reveal(id)).warnings]).toEqual(['v2', undefined]);
  await manager.ok('POST', `/identities/${id}/versions/1/restore`);
  expect([(await identity(id)).scheme, (await reveal(id)).warnings?.length]).toEqual(['plaintext', 1]);
  await manager.ok('POST', `/identities/${id}/rotate`);
  await until('the rotation', async () => (await identity(id)).credentialVersion > 3);
  expect([(await identity(id)).scheme, (await reveal(id)).warnings]).toEqual(['v2', undefined]);
});

test('a box that says v1 where none was imported is never opened as such: an error and an alert', async () => {
  const { id, value } = await fixture.newIdentity();
  const sound = await material(id);
  const secretOf = sound.secretVersion;
  const box = Buffer.from(v1Box(SECRET, 'planted'), 'base64');
  await application.adapters.materialStore.replace({ ...sound, scheme: 'v1', box }, secretOf);
  const answer = await owner.post(`/identities/${id}/reveal`);
  expect([answer.status, answer.text.includes('planted')]).toEqual([500, false]);
  await until(
    'the alert',
    async () => (await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.seal-failed.v1`)).items.length > 0,
  );
  await application.adapters.materialStore.replace(sound, secretOf);
  expect((await reveal(id)).credential.value).toBe(value);
});

test('a v1 value that does not open any more is an error and an alert, never raw bytes', async () => {
  const id = await imported('v1', v1Box(SECRET, 'to be damaged'));
  const sound = await material(id);
  const box = Uint8Array.from(sound.box, (byte, n) => (n === 13 ? byte ^ 1 : byte));
  await application.adapters.materialStore.replace({ ...sound, box }, sound.secretVersion);
  expect((await owner.post(`/identities/${id}/reveal`)).status).toBe(500);
  await until(
    'the alert',
    async () => (await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.seal-failed.v1`)).items.length > 0,
  );
  expect((await material(id)).scheme).toBe('v1');
});

test('only owners bring a value with a scheme, and it must open under the secret of this organization', async () => {
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'made',
      (error: { refusal?: { code: string } }) => error.refusal?.code,
    );
  const stolen = v1Box(SECRET, 'stolen elsewhere');
  expect(await code(imported('v1', stolen, fixture.userIds.manager))).toBe('PERMISSION_DENIED');
  expect(await code(imported('plaintext', 'x', fixture.userIds.manager))).toBe('PERMISSION_DENIED');
  for (const bad of [v1Box('the secret of somebody else, long enough', 'x'), 'no base64!', '', v1Box(SECRET, '')]) {
    expect(await code(imported('v1', bad))).toBe('CREDENTIAL_NOT_USABLE');
  }
});
