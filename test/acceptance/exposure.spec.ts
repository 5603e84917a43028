import type { Client } from '../support/application/client';
import { KINDS, newFixture, type Fixture, type Kind } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** `GET /users/{id}/exposure`: what somebody was shown that is still in force; `POST …/rotate` changes it all. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
});
beforeEach(async () => {
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const checkOut = (who: Client, id: string) =>
  who.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
const exposureOf = async (kind: Kind, who: Client = fixture.owner) =>
  who.ok('GET', `/users/${fixture.userIds[kind]}/exposure`);
const rotate = (kind: Kind, who: Client = fixture.owner) =>
  who.post(`/users/${fixture.userIds[kind]}/exposure/rotate`, { reason: 'left the company' });
const settled = (kind: Kind, progress: object) =>
  until(
    `the progress ${JSON.stringify(progress)}`,
    async () => {
      await application.policies.round();
      const { rotation } = await exposureOf(kind);
      return Object.entries(progress).every(([name, count]) => rotation[name] === count);
    },
    20_000,
  );
const nothingExposed = (kind: Kind) =>
  until('that nothing is exposed', async () => (await exposureOf(kind)).items.length === 0, 20_000);
const audit = async (id: string, type: string) =>
  (await fixture.owner.ok('GET', `/audit?identityId=${id}&type=keyledger.${type}.v1`)).items;

test('each way to see a value is told, with since when and by which session, and typing one counts', async () => {
  const { owner, people, userIds } = fixture;
  const [one, two, three, four] = await Promise.all([1, 2, 3, 4].map(() => fixture.newIdentity()));
  const ids = { one: one?.id ?? '', two: two?.id ?? '', three: three?.id ?? '', four: four?.id ?? '' };
  const { session } = await checkOut(people.user, ids.one);
  await people.user.ok('POST', `/identities/${ids.two}/reveal`);
  await owner.ok('PUT', `/identities/${ids.three}/credential`, { credential: 'typed by the owner' });
  const broken = await owner.ok('POST', `/identities/${ids.four}/break-glass`, { reason: 'fire' });
  const { items, nextCursor } = await exposureOf('user');
  expect(nextCursor).toBeNull();
  const of = (list: Json, id: string) => list.find((item: Json) => item.identityId === id);
  expect(items).toHaveLength(2);
  expect(of(items, ids.one)).toEqual({
    identityId: ids.one,
    identityName: 'prod-db-admin',
    identityGroupId: fixture.vaultId,
    identityGroupName: 'Production',
    organizationId: fixture.organizationId,
    organizationName: expect.stringContaining('World'),
    version: 1,
    since: session.checkedOutAt,
    via: 'checkout',
    sessionId: session.id,
    hosts: [],
  });
  expect(of(items, ids.two)).toMatchObject({ version: 1, via: 'reveal', since: expect.any(String) });
  const own = (await owner.ok('GET', `/users/${userIds.owner}/exposure?limit=200`)).items;
  expect(of(own, ids.three)).toMatchObject({ version: 2, via: 'typed' });
  // Whoever typed it knew it before the glass was broken.
  expect(of(own, ids.four)).toMatchObject({ version: 1, via: 'typed' });
  await people.user.ok('POST', `/sessions/${session.id}/checkin`);
  expect((await exposureOf('user')).items).toHaveLength(2);
  await owner.ok('POST', `/sessions/${broken.session.id}/checkin`);
});

test('a value that was replaced is in force no longer, and one that was brought back is what it was', async () => {
  const { owner, people } = fixture;
  const { id } = await fixture.newIdentity();
  await people.user.ok('POST', `/identities/${id}/reveal`);
  await owner.ok('POST', `/identities/${id}/rotate`);
  await nothingExposed('user');
  expect((await exposureOf('user')).notDeclaredDead).toMatchObject([{ identityId: id, version: 1, via: 'reveal' }]);
  await owner.ok('POST', `/identities/${id}/versions/1/restore`);
  expect((await exposureOf('user')).items).toMatchObject([{ identityId: id, version: 3, via: 'reveal' }]);
  await owner.ok('POST', `/identities/${id}/rotate`);
  await nothingExposed('user');
  for (const version of [1, 3]) await owner.send('POST', `/identities/${id}/versions/${version}/discard`);
  expect((await exposureOf('user')).notDeclaredDead).toEqual([]);
});

test('what was withheld was not shown', async () => {
  const { owner, people } = fixture;
  const { id } = await fixture.newIdentity();
  expect((await people.viewer.post(`/identities/${id}/reveal`)).status).toBe(403);
  await checkOut(people.user, id);
  expect((await people.revealer.post(`/identities/${id}/reveal`)).body.code).toBe('ALREADY_CHECKED_OUT');
  expect((await exposureOf('revealer')).items).toEqual([]);
  expect((await exposureOf('viewer', owner)).items).toEqual([]);
});

test('all of it is changed on request, with progress, and once however often it is asked', async () => {
  const { owner, people, userIds } = fixture;
  const made = await Promise.all([1, 2, 3].map(() => fixture.newIdentity()));
  for (const { id } of made) await people.user.ok('POST', `/identities/${id}/reveal`);
  const key = { 'Idempotency-Key': `rotate-${userIds.user}` };
  const path = `/users/${userIds.user}/exposure/rotate`;
  const answers = await Promise.all([
    owner.post(path, { reason: 'left' }, key),
    people.manager.post(path, { reason: 'left' }),
    owner.post(path, { reason: 'left' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  for (const { body } of answers) expect(body.rotation).toMatchObject({ total: 3, failed: 0 });
  await settled('user', { total: 3, done: 3, failed: 0 });
  expect((await exposureOf('user')).items).toEqual([]);
  for (const { id } of made) {
    expect(await audit(id, 'rotation-requested')).toMatchObject([{ data: { trigger: 'exposure' } }]);
    expect(await audit(id, 'exposed-identity-settled')).toHaveLength(1);
  }
  expect((await owner.post(path, { reason: 'left' }, key)).body.rotation).toMatchObject({ total: 3, done: 3 });
  expect((await owner.ok('GET', `/identities/${made[0]?.id}`)).proven).toBe('nowhere');
});

test('what is checked out changes at the end of the session, and what nothing can change is told beside it', async () => {
  const { owner, people } = fixture;
  const held = await fixture.newIdentity();
  const manual = await fixture.newIdentity({ credentialType: 'api_key' });
  const deleted = await fixture.newIdentity();
  const { session } = await checkOut(people.user, held.id);
  for (const { id } of [manual, deleted]) await people.user.ok('POST', `/identities/${id}/reveal`);
  await owner.ok('DELETE', `/identities/${deleted.id}`);
  expect((await rotate('user')).body.rotation).toMatchObject({ total: 3 });
  await settled('user', { total: 3, done: 0, failed: 1 });
  const { items } = await exposureOf('user');
  const of = (id: string) => items.find((item: Json) => item.identityId === id).rotation;
  expect(of(held.id)).toEqual({ state: 'waiting-for-sessions' });
  expect(of(manual.id)).toEqual({ state: 'waiting-for-person' });
  expect(of(deleted.id)).toMatchObject({ state: 'failed', code: 'NOT_FOUND' });
  expect(
    (await people.groupUser.post(`/identities/${held.id}/checkout`, { reason: 'w', durationMinutes: 5 })).status,
  ).toBe(409);
  await people.user.ok('POST', `/sessions/${session.id}/checkin`);
  await owner.ok('PUT', `/identities/${manual.id}/credential`, { credential: 'a key made over there' });
  await settled('user', { total: 3, done: 2, failed: 1 });
});

test('who switches somebody off hears how many values that user knows, and so for the IDP user', async () => {
  const { owner, people, userIds, idpUserIds } = fixture;
  for (let n = 0; n < 2; n++) {
    await people.revealer.ok('POST', `/identities/${(await fixture.newIdentity()).id}/reveal`);
  }
  const off = { active: false };
  expect(await owner.ok('PATCH', `/idp/users/${idpUserIds['revealer']}`, off)).toMatchObject({
    active: false,
    exposed: 2,
  });
  expect(await owner.ok('PATCH', `/users/${userIds.revealer}`, off)).toMatchObject({ active: false, exposed: 2 });
  expect(await owner.ok('PATCH', `/users/${userIds.viewer}`, off)).toMatchObject({ active: false, exposed: 0 });
  expect(await owner.ok('PATCH', `/users/${userIds.viewer}`, { active: true })).not.toHaveProperty('exposed');
  expect(await owner.ok('PATCH', `/idp/users/${idpUserIds['viewer']}`, { displayName: 'V' })).not.toHaveProperty(
    'exposed',
  );
});

const MAY_READ: readonly Kind[] = ['owner', 'admin', 'manager', 'auditor'];
const MAY_ROTATE: readonly Kind[] = ['owner', 'manager'];

test.each(KINDS)('%s, asking what somebody else was shown, and to have it changed', async (kind) => {
  const { people, userIds } = fixture;
  const { id } = await fixture.newIdentity();
  await people.user.ok('POST', `/identities/${id}/reveal`);
  const other = kind === 'user' ? 'groupUser' : 'user';
  const read = await people[kind].get(`/users/${userIds[other]}/exposure`);
  const isReader = MAY_READ.includes(kind);
  expect([read.status, read.body.code]).toEqual(isReader ? [200, undefined] : [403, 'PERMISSION_DENIED']);
  const asked = await rotate(other, people[kind]);
  expect([asked.status, asked.body.code]).toEqual(
    MAY_ROTATE.includes(kind) ? [202, undefined] : [403, 'PERMISSION_DENIED'],
  );
  const own = await people[kind].get(`/users/${userIds[kind]}/exposure`);
  expect(own.status).toBe(200);
});

test('a manager of one organization sees and changes what lies there, and nothing of another', async () => {
  const { owner, people, userIds } = fixture;
  const there = await newFixture(application);
  const here = await fixture.newIdentity();
  const over = await there.newIdentity();
  for (const { id } of [here, over]) {
    const { organizationId } = id === here.id ? fixture : there;
    const { id: roleId } = await owner.ok('POST', '/roles', { name: 'v', permissions: ['pam_vaults.view'] });
    const before = (await owner.ok('GET', `/users/${userIds.user}`)).roles;
    await owner.ok('PUT', `/users/${userIds.user}/roles`, { roles: [...before, { roleId, organizationId }] });
  }
  await owner.ok('POST', `/identity-groups/${there.vaultId}/access`, {
    principalType: 'user',
    principalId: fixture.idpUserIds['user'],
    level: 'view_credentials',
  });
  for (const { id } of [here, over]) await people.user.ok('POST', `/identities/${id}/reveal`);
  const idsOf = ({ items }: Json) => items.map((item: Json) => item.identityId).toSorted();
  expect(idsOf(await exposureOf('user'))).toEqual([here.id, over.id].toSorted());
  expect(idsOf(await exposureOf('user', people.manager))).toEqual([here.id]);
  expect((await rotate('user', people.manager)).body.rotation).toMatchObject({ total: 1 });
  await settled('user', { total: 1, done: 1 });
  expect(idsOf(await exposureOf('user'))).toEqual([over.id]);
  // Without a role there nobody learns it of the own user either.
  await owner.ok('PUT', `/users/${userIds.user}/roles`, { roles: [] });
  expect((await exposureOf('user', people.user)).items).toEqual([]);
});

test('it is paged like any list', async () => {
  const { people, userIds, owner } = fixture;
  for (let n = 0; n < 5; n++) await people.user.ok('POST', `/identities/${(await fixture.newIdentity()).id}/reveal`);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Json = await owner.ok('GET', `/users/${userIds.user}/exposure?limit=2${after}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map((item: Json) => item.identityId));
    cursor = page.nextCursor;
  }
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
});

test('who does not exist, and who was shown nothing', async () => {
  const { owner, people } = fixture;
  expect((await owner.get('/users/nobody/exposure')).status).toBe(404);
  expect((await owner.post('/users/nobody/exposure/rotate', { reason: 'x' })).status).toBe(404);
  expect((await people.viewer.get('/users/nobody/exposure')).status).toBe(403);
  expect((await rotate('stranger')).body).toMatchObject({ items: [], rotation: { total: 0, done: 0, failed: 0 } });
});
