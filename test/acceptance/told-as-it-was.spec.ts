import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** What an identity, its history and its rotation are said to be is what they are. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const get = (id: string) => fixture.owner.ok('GET', `/identities/${id}`);
const reveal = async (id: string) => (await fixture.owner.ok('POST', `/identities/${id}/reveal`)).credential;
const settled = (id: string, version: number) =>
  until('the new value', async () => (await get(id)).credentialVersion === version);
const checkOut = async (id: string) =>
  (await fixture.people.user.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 })).session;

test('a value that was forced away from its holder is proven nowhere, and what it was replaced for is told, until one is typed', async () => {
  const { id } = await fixture.newIdentity();
  const session = await checkOut(id);
  await fixture.owner.ok('POST', `/sessions/${session.id}/force-checkin`, { reason: 'he left' });
  await settled(id, 2);
  expect(await get(id)).toMatchObject({
    proven: 'nowhere',
    rotation: { detail: expect.stringContaining('ended by force') },
  });
  expect(await reveal(id)).toMatchObject({ version: 2, proven: 'nowhere' });
  const again = await fixture.people.user.ok('POST', `/identities/${id}/checkout`, {
    reason: 'work',
    durationMinutes: 30,
  });
  expect(again.credential).toMatchObject({ version: 2, proven: 'nowhere' });
  await fixture.people.user.ok('POST', `/sessions/${again.session.id}/checkin`);
  expect((await fixture.owner.put(`/identities/${id}/credential`, { credential: 'set on the target' })).status).toBe(
    204,
  );
  expect(await get(id)).toMatchObject({ proven: 'by-hand' });
  expect((await get(id)).rotation).not.toHaveProperty('detail');
  expect(await reveal(id)).toMatchObject({ proven: 'by-hand' });
});

test('what a value was replaced for is told of the one in force: not once the old one is back, and again with the new one', async () => {
  const { id } = await fixture.newIdentity();
  const session = await checkOut(id);
  await fixture.owner.ok('POST', `/sessions/${session.id}/force-checkin`, { reason: 'he left' });
  await settled(id, 2);
  const forced = await get(id);
  await fixture.owner.ok('POST', `/identities/${id}/versions/1/restore`);
  const old = await get(id);
  expect([old.credentialVersion, old.proven]).toEqual([3, 'by-hand']);
  expect(old.rotation).not.toHaveProperty('detail');
  await fixture.owner.ok('POST', `/identities/${id}/versions/2/restore`);
  expect(await get(id)).toMatchObject({ credentialVersion: 4, proven: 'nowhere', rotation: forced.rotation });
});

test.each([
  ['a person', async (id: string) => fixture.owner.ok('POST', `/identities/${id}/rotate`)],
  [
    'the end of a use',
    async (id: string) => {
      const { id: sessionId } = await checkOut(id);
      await fixture.people.user.ok('POST', `/sessions/${sessionId}/checkin`);
    },
  ],
])('it stays proven nowhere when %s has another one made: the target takes the old one still', async (_, replace) => {
  const { id } = await fixture.newIdentity({ rotateAfterUse: true });
  const session = await checkOut(id);
  await fixture.owner.ok('POST', `/sessions/${session.id}/force-checkin`, { reason: 'he left' });
  await settled(id, 2);
  const { detail } = (await get(id)).rotation;
  await replace(id);
  await settled(id, 3);
  expect(await get(id)).toMatchObject({ proven: 'nowhere', rotation: { status: 'confirmed', detail } });
  expect(await reveal(id)).toMatchObject({ version: 3, proven: 'nowhere' });
  await fixture.owner.ok('PUT', `/identities/${id}/credential`, { credential: 'set on the target' });
  await fixture.owner.ok('POST', `/identities/${id}/rotate`);
  await settled(id, 5);
  expect(await get(id)).toMatchObject({ proven: 'vault-only' });
  expect((await get(id)).rotation).not.toHaveProperty('detail');
});

test('a made value that nobody has put on the target yet is in the vault only, in lists too', async () => {
  const { id } = await fixture.newIdentity({ name: 'vault-only' });
  await fixture.owner.ok('POST', `/identities/${id}/rotate`);
  await settled(id, 2);
  expect(await reveal(id)).toMatchObject({ proven: 'vault-only' });
  const { items } = await fixture.owner.ok('GET', '/identities?q=vault-only');
  expect(items).toMatchObject([{ id, proven: 'vault-only' }]);
});

test('a rotation that a person called off did not fail, and counts towards no suspension', async () => {
  const { id } = await fixture.newIdentity({ credentialType: 'api_key' });
  for (let n = 0; n < 4; n++) {
    await fixture.owner.ok('POST', `/identities/${id}/rotate`);
    await fixture.owner.ok('POST', `/identities/${id}/rotation/cancel`);
  }
  expect((await get(id)).rotation).toEqual({ status: 'none', detail: 'A person called the rotation off.' });
  await fixture.owner.ok('PUT', `/identities/${id}/credential`, { credential: 'another' });
  await fixture.owner.ok('POST', `/identities/${id}/rotate`);
  await fixture.owner.ok('POST', `/identities/${id}/rotation/cancel`);
  expect((await get(id)).rotation.status).toBe('confirmed');
});

test('deleted identities are listed for those who may bring them back, and exist for nobody else', async () => {
  const { manager, viewer } = fixture.people;
  const { id } = await fixture.newIdentity({ name: 'deleted-one' });
  const { organizationId } = fixture;
  await manager.ok('DELETE', `/identities/${id}`);
  const deleted = await manager.ok('GET', `/identities?state=deleted&q=deleted-one&organizationId=${organizationId}`);
  expect(deleted.items).toMatchObject([{ id, state: 'deleted' }]);
  expect((await manager.ok('GET', '/identities?q=deleted-one')).items).toEqual([]);
  expect((await manager.ok('GET', '/identities?state=active&q=deleted-one')).items).toEqual([]);
  expect((await viewer.get('/identities?state=deleted')).body).toMatchObject({
    status: 403,
    permission: 'pam_vaults.manage',
  });
  expect((await viewer.get(`/identities/${id}`)).status).toBe(404);
  expect((await viewer.get(`/identities/${id}/history`)).status).toBe(404);
  expect((await manager.ok('GET', `/identities/${id}`)).state).toBe('deleted');
  await manager.ok('POST', `/identities/${id}/undelete`);
  expect((await manager.ok('GET', '/identities?state=deleted&q=deleted-one')).items).toEqual([]);
  await manager.ok('DELETE', `/identities/${id}`);
  await fixture.owner.ok('DELETE', `/identities/${id}?purge=true`);
  expect((await manager.ok('GET', '/identities?state=deleted&q=deleted-one')).items).toEqual([]);
});
