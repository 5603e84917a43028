import type { Client } from '../support/application/client';
import { importedIdentity } from '../support/application/imported-identity';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, SECRET, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';
import { v1Box } from '../support/v1-box';

/** § Encryption details: what nobody opens is upgraded on demand. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
});
beforeEach(async () => {
  fixture = await newFixture(application);
  ({ owner } = fixture.people);
});
afterAll(() => application.end());

const path = () => `/organizations/${fixture.organizationId}/encryption`;
const imported = (value: string) => importedIdentity(application, fixture, 'v1', v1Box(SECRET, value));
const some = (count: number) => Promise.all(Array.from({ length: count }, (_, n) => imported(`value ${n}`)));
const value = async (id: string) => (await owner.ok('POST', `/identities/${id}/reveal`)).credential.value;
const upgraded = (id: string) => owner.ok('GET', `/audit?identityId=${id}&type=keyledger.material-upgraded.v1`);
const finished = () =>
  until('the end of the upgrade', async () => (await owner.ok('GET', path())).upgrade?.state === 'finished', 15_000);

test('how many of each scheme there are is told, in all and by vault, to who manages or audits', async () => {
  await some(3);
  await importedIdentity(application, fixture, 'plaintext', 'readable');
  await fixture.newIdentity();
  const { id: otherId } = await owner.ok('POST', '/identity-groups', {
    name: 'B',
    organizationId: fixture.organizationId,
  });
  const counts = { v2: 1, v1: 3, plaintext: 1 };
  for (const who of ['owner', 'manager', 'auditor', 'admin'] as const) {
    const { body } = await fixture.people[who].get(path());
    expect(body).toMatchObject(counts);
    expect(body.vaults).toHaveLength(2);
    expect(body.vaults).toContainEqual({
      identityGroupId: fixture.vaultId,
      identityGroupName: 'Production',
      ...counts,
    });
    expect(body.vaults).toContainEqual({
      identityGroupId: otherId,
      identityGroupName: 'B',
      v2: 0,
      v1: 0,
      plaintext: 0,
    });
  }
  for (const [who, status] of [
    ['viewer', 403],
    ['hostAdmin', 403],
    ['stranger', 404],
  ] as const) {
    expect((await fixture.people[who].get(path())).status).toBe(status);
    expect((await fixture.people[who].post(`${path()}/upgrade`)).status).toBe(status);
  }
  expect((await fixture.people.auditor.post(`${path()}/upgrade`)).status).toBe(403);
  expect((await owner.get(`/organizations/nothing/encryption`)).status).toBe(404);
});

test('what lay in a vault that was deleted counts no more: the numbers are the sum of the vaults', async () => {
  await some(1);
  const { organizationId } = fixture;
  const { id: identityGroupId } = await owner.ok('POST', '/identity-groups', { name: 'Short-lived', organizationId });
  const gone = await fixture.newIdentity({ identityGroupId });
  await owner.ok('DELETE', `/identities/${gone.id}`);
  expect(await owner.ok('GET', path())).toMatchObject({ v2: 1, v1: 1 });
  await owner.ok('DELETE', `/identity-groups/${identityGroupId}`);
  const { vaults, ...counts } = await owner.ok('GET', path());
  expect(counts).toMatchObject({ v2: 0, v1: 1, plaintext: 0 });
  expect(vaults).toHaveLength(1);
  expect(vaults[0]).toMatchObject({ v2: 0, v1: 1, plaintext: 0 });
});

test('an upgrade rewrites every v1 value once, whoever asks how often, and tells those that do not open', async () => {
  const ids = await some(12);
  const [broken = '', ...sound] = ids;
  const found = await application.adapters.materialStore.get(broken, 1);
  if (found === undefined) throw new Error('nothing is stored');
  const box = found.box.map((byte) => byte ^ 1);
  await application.adapters.materialStore.replace({ ...found, box }, found.secretVersion);
  const answers = await Promise.all([1, 2, 3].map(() => fixture.people.manager.post(`${path()}/upgrade`)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  await finished();
  expect(await owner.ok('GET', path())).toMatchObject({ v2: 11, v1: 1, upgrade: { state: 'finished', broken: 1 } });
  for (const id of sound) expect((await upgraded(id)).items).toHaveLength(1);
  expect((await upgraded(broken)).items).toEqual([]);
  expect(await value(sound[0] ?? '')).toBe('value 1');
  await application.adapters.materialStore.replace(found, found.secretVersion);
  await owner.ok('POST', `${path()}/upgrade`);
  await until('the rest', async () => (await owner.ok('GET', path())).v1 === 0, 10_000);
  expect(await value(broken)).toBe('value 0');
});

test('what a node that died left without a fact is told by the next run', async () => {
  const id = await imported('half done');
  const { materialStore, sealing } = application.adapters;
  const found = await materialStore.get(id, 1);
  const [secret, keys] = await Promise.all([
    materialStore.secret(fixture.organizationId, found?.secretVersion ?? 0),
    materialStore.vaultKeys(fixture.vaultId),
  ]);
  if (found === undefined || secret === undefined) throw new Error('nothing is stored');
  await fixture.newIdentity();
  const inForce = keys ?? (await materialStore.vaultKeys(fixture.vaultId));
  if (inForce === undefined) throw new Error('the vault has no keys');
  await materialStore.upgrade(sealing.seal(found, 'half done', inForce, secret, found.storedAt));
  expect(await owner.ok('GET', path())).toMatchObject({ v1: 1 });
  await owner.ok('POST', `${path()}/upgrade`);
  await finished();
  expect((await upgraded(id)).items).toHaveLength(1);
  expect([await value(id), (await owner.ok('GET', path())).v1]).toEqual(['half done', 0]);
});

test('a new organization secret rewrites what is v1 first: it opens before, while and after', async () => {
  const ids = await some(5);
  await owner.ok('PUT', `/organizations/${fixture.organizationId}/secret`, { secret: 'another'.repeat(6) });
  expect(await value(ids[0] ?? '')).toBe('value 0');
  const { materialStore } = application.adapters;
  await until(
    'the old secret to go',
    async () => (await materialStore.secret(fixture.organizationId, 1)) === undefined,
    15_000,
  );
  for (const [n, id] of ids.entries()) {
    expect((await upgraded(id)).items).toHaveLength(1);
    expect(await materialStore.get(id, 1)).toMatchObject({ scheme: 'v2', secretVersion: 2 });
    expect(await value(id)).toBe(`value ${n}`);
  }
});
