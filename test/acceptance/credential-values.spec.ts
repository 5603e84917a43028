import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Adding credentials: the value, its history, and what becomes of it when the identity is deleted. */
const DAY = 24 * 60;
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let manager: Client;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  ({ manager, owner } = fixture.people);
});
afterAll(() => application.end());

const pathOf = (id: string) => `/identities/${id}`;
const set = (id: string, credential: unknown) => manager.put(`${pathOf(id)}/credential`, { credential });
const valueOf = async (id: string) => (await owner.ok('POST', `${pathOf(id)}/reveal`)).credential.value;

test.each([
  ['one byte', 'x'],
  ['64 KiB', 'k'.repeat(65_536)],
  ['64 KiB of emoji', '🔑'.repeat(16_384)],
  ['blanks', '   '],
  ['lines and controls', '-----BEGIN KEY-----\r\n\tabc\u0000\u001b\u0085\n'],
  ['a byte order mark and a zero-width joiner', '\ufeffa\u200db'],
  ['composed and decomposed letters', 'é e\u0301'],
  ['a noncharacter and the last code point', '\uffff\u{10ffff}'],
  ['what looks like JSON', '{"$gt": ""}'],
])('a value may be %s, and comes back as it was', async (_, credential) => {
  const { id } = await fixture.newIdentity({ credential });
  expect(await valueOf(id)).toBe(credential);
  const other = await fixture.newIdentity();
  expect((await set(other.id, credential)).status).toBe(204);
  expect(await valueOf(other.id)).toBe(credential);
});

test.each([
  ['nothing', ''],
  ['64 KiB and one byte', 'k'.repeat(65_537)],
  ['more than 64 KiB in fewer characters', '🔑'.repeat(16_385)],
  ['half a surrogate pair', 'a\ud83d'],
  ['a number', 12345678],
  ['null', null],
])('a value may not be %s', async (_, credential) => {
  const { id } = await fixture.newIdentity();
  expect((await set(id, credential)).body).toMatchObject({
    code: 'VALIDATION_FAILED',
    errors: [{ field: 'credential' }],
  });
  const created = await manager.post('/identities', {
    identityGroupId: fixture.vaultId,
    name: 'x',
    username: 'x',
    credential,
    credentialType: 'other',
  });
  expect(created.body).toMatchObject({ status: 400, errors: [{ field: 'credential' }] });
  expect((await manager.ok('GET', pathOf(id))).credentialVersion).toBe(1);
});

test('a value set by hand is the next version, and starts the interval anew', async () => {
  const { id } = await fixture.newIdentity({ rotationIntervalDays: 10 });
  clock.pass(30);
  expect((await set(id, 'by hand')).status).toBe(204);
  expect(await manager.ok('GET', pathOf(id))).toMatchObject({
    credentialVersion: 2,
    lastRotatedAt: clock.in(0),
    nextRotationAt: clock.in(10 * DAY),
  });
  expect((await manager.ok('GET', `${pathOf(id)}/history`)).items).toEqual([
    { version: 1, retiredAt: clock.in(0), retiredBy: manager.email, restorable: true },
  ]);
});

test('none of the last ten retired values comes back by hand; the eleventh may', async () => {
  const { id, value } = await fixture.newIdentity();
  for (let n = 1; n <= 10; n++) {
    expect((await set(id, `number ${n}`)).status).toBe(204);
  }
  for (const used of [value, 'number 1', 'number 9']) {
    expect((await set(id, used)).body).toMatchObject({ status: 422, code: 'PASSWORD_REUSED' });
  }
  expect(await valueOf(id)).toBe('number 10');
  expect((await set(id, 'number 11')).status).toBe(204);
  expect((await set(id, value)).status).toBe(204);
  expect((await set(id, 'number 1')).status).toBe(204);
  expect((await manager.ok('GET', `${pathOf(id)}/history`)).items).toHaveLength(10);
});

test('what a restored value replaced counts as used as well', async () => {
  const { id, value } = await fixture.newIdentity();
  await set(id, 'soon gone');
  expect((await manager.post(`${pathOf(id)}/versions/1/restore`)).status).toBe(204);
  expect(await valueOf(id)).toBe(value);
  expect((await set(id, 'soon gone')).body).toMatchObject({ code: 'PASSWORD_REUSED' });
});

test('a replaced value that somebody has checked out is not declared dead: that request may come again', async () => {
  const { id, value } = await fixture.newIdentity();
  const again = { 'Idempotency-Key': 'out-when-discarded' };
  const out = () => fixture.people.user.post(`${pathOf(id)}/checkout`, { reason: 'work', durationMinutes: 5 }, again);
  const { session } = (await out()).body;
  await set(id, 'second');
  const discard = () => manager.post(`${pathOf(id)}/versions/1/discard`);
  expect((await discard()).body).toMatchObject({ status: 409, code: 'CHECKED_OUT' });
  expect((await out()).body).toMatchObject({ session, credential: { value, version: 1 } });
  await fixture.people.user.ok('POST', `/sessions/${session.id}/checkin`);
  expect((await discard()).status).toBe(204);
  expect((await out()).body.credential).toBeUndefined();
});

test('a replaced value is brought back as a new version, or declared dead for good', async () => {
  const { id, value } = await fixture.newIdentity();
  await set(id, 'second');
  await set(id, 'third');
  expect((await manager.post(`${pathOf(id)}/versions/2/discard`)).status).toBe(204);
  const again = [
    await manager.post(`${pathOf(id)}/versions/2/discard`),
    await manager.post(`${pathOf(id)}/versions/2/restore`),
    await manager.post(`${pathOf(id)}/versions/3/restore`),
    await manager.post(`${pathOf(id)}/versions/99/discard`),
    await manager.post(`${pathOf(id)}/versions/0/restore`),
    await manager.post(`${pathOf(id)}/versions/x/restore`),
  ];
  expect(again.map(({ status }) => status)).toEqual([409, 409, 404, 404, 404, 404]);
  expect(again.slice(-3).map(({ body }) => body.detail)).toEqual(Array(3).fill('There is no such replaced version.'));
  expect(await application.adapters.materialStore.versions(id)).toEqual([1, 3]);
  expect((await manager.post(`${pathOf(id)}/versions/1/restore`)).status).toBe(204);
  expect(await valueOf(id)).toBe(value);
  expect(await manager.ok('GET', pathOf(id))).toMatchObject({ credentialVersion: 4 });
});

test('a deleted identity is gone for everybody, and a manager brings it back as it was', async () => {
  const { id, value } = await fixture.newIdentity({ name: 'doomed', rotationIntervalDays: 30 });
  const before = await manager.ok('GET', pathOf(id));
  expect((await manager.delete(pathOf(id))).status).toBe(204);
  expect(await manager.ok('GET', pathOf(id))).toEqual({ ...before, state: 'deleted' });
  expect((await manager.ok('GET', `/identities?organizationId=${fixture.organizationId}&q=doomed`)).items).toEqual([]);
  const gone = [
    await manager.delete(pathOf(id)),
    await manager.patch(pathOf(id), { name: 'x' }),
    await set(id, 'x'),
    await manager.post(`${pathOf(id)}/rotate`),
    await owner.post(`${pathOf(id)}/reveal`),
    await owner.post(`${pathOf(id)}/checkout`, { reason: 'x', durationMinutes: 5 }),
  ];
  expect(gone.map(({ body }) => body.detail)).toEqual(Array(6).fill('There is no such identity.'));
  clock.pass(7 * DAY - 1);
  expect((await manager.post(`${pathOf(id)}/undelete`)).body).toEqual(before);
  expect(await valueOf(id)).toBe(value);
  expect((await manager.post(`${pathOf(id)}/undelete`)).body).toMatchObject({ status: 409, code: 'CONFLICT' });
});

test('after 7 days there is no way back, and the values are destroyed', async () => {
  const { id } = await fixture.newIdentity();
  await manager.ok('DELETE', pathOf(id));
  clock.pass(7 * DAY);
  expect((await manager.post(`${pathOf(id)}/undelete`)).status).toBe(404);
  await application.policies.round();
  expect(await application.adapters.materialStore.versions(id)).toEqual([]);
  const { items } = await owner.ok('GET', `/streams/identity-${id}`);
  expect(items.map(({ type }: { type: string }) => type)).toEqual([
    'keyledger.identity-created.v1',
    'keyledger.identity-deleted.v1',
    'keyledger.identity-destroyed.v1',
  ]);
});

test('only owners purge: at once, of what lives and of what was deleted', async () => {
  const [one, two] = [await fixture.newIdentity(), await fixture.newIdentity()];
  expect((await manager.delete(`${pathOf(one.id)}?purge=true`)).body).toMatchObject({ code: 'PERMISSION_DENIED' });
  expect(await valueOf(one.id)).toBe(one.value);
  await manager.ok('DELETE', pathOf(two.id));
  for (const { id } of [one, two]) {
    expect((await owner.delete(`${pathOf(id)}?purge=true`)).status).toBe(204);
    expect(await application.adapters.materialStore.versions(id)).toEqual([]);
    expect((await owner.post(`${pathOf(id)}/undelete`)).status).toBe(404);
  }
});

test('not while it is checked out', async () => {
  const { id } = await fixture.newIdentity();
  const { session } = await owner.ok('POST', `${pathOf(id)}/checkout`, { reason: 'x', durationMinutes: 5 });
  expect((await manager.delete(pathOf(id))).body).toMatchObject({ status: 409, code: 'CHECKED_OUT' });
  expect((await owner.delete(`${pathOf(id)}?purge=true`)).body).toMatchObject({ status: 409, code: 'CHECKED_OUT' });
  await owner.ok('POST', `/sessions/${session.id}/checkin`);
  expect((await manager.delete(pathOf(id))).status).toBe(204);
});
