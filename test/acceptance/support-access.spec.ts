import type { Json } from '../support/json';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';
import { TurnedClock } from '../support/application/turned-clock';
import { until } from '../support/until';

/** § Support access workflow. */
const DAY = 24 * 60;
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: SupportFixture;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newSupportFixture(application);
});
afterAll(() => application.end());
afterEach(() => fixture.owner.ok('POST', '/support-access/emergency-disable', { reason: 'between tests' }));

const path = () => `/organizations/${fixture.organizationId}/support-access`;
const checkOut = async (id: string) =>
  fixture.support.post(`/identities/${id}/checkout`, { reason: 'help', durationMinutes: 1440 });
const facts = async (stream: string): Promise<Json[]> => (await fixture.owner.ok('GET', `/streams/${stream}`)).items;
const endOf = async (id: string) =>
  (await facts(`identity-${id}`))
    .filter(({ type }) => /checked-in|rotation-requested/.test(type))
    .map(({ data }) => data);
const ENDED = [{ endedBy: 'support_disabled' }, { trigger: 'support_disabled' }];
/** Waits for what policies do by the clock, without waiting for their clocks. */
const untilDue = (what: string, holds: () => Promise<boolean>) =>
  until(
    what,
    async () => {
      await application.policies.round();
      return holds();
    },
    20_000,
  );
const ended = async (id: string) => {
  await untilDue('the end', async () => (await endOf(id)).length === 2);
  expect(await endOf(id)).toMatchObject(ENDED);
};

test('it is enabled with a reason and optional days, updated, and disabled', async () => {
  const { owner, organizationId, userIds } = fixture;
  expect(await owner.ok('GET', `/organizations/${fixture.elsewhereId}/support-access`)).toEqual({
    organizationId: fixture.elsewhereId,
    organizationName: expect.any(String),
    enabled: false,
  });
  const on = await owner.ok('PUT', path(), { enabled: true, reason: ' ticket 1 ', expiresInDays: 30 });
  expect(on).toEqual({
    organizationId,
    organizationName: expect.any(String),
    enabled: true,
    reason: 'ticket 1',
    expiresAt: clock.in(30 * DAY),
    changedBy: userIds.owner,
    changedByEmail: owner.email,
    changedAt: clock.in(0),
  });
  const updated = await owner.ok('PUT', path(), { enabled: true, reason: 'ticket 2' });
  expect(updated).toMatchObject({ enabled: true, reason: 'ticket 2' });
  expect(updated.expiresAt).toBeUndefined();
  const off = await owner.ok('PUT', path(), { enabled: false, reason: 'done' });
  expect(off).toMatchObject({ enabled: false, reason: 'done' });
  expect(await owner.ok('GET', path())).toEqual(off);
});

test.each([
  ['no reason', { enabled: true }],
  ['a blank reason', { enabled: true, reason: '  ' }],
  ['a day too many', { enabled: true, reason: 'x', expiresInDays: 366 }],
  ['no day', { enabled: true, reason: 'x', expiresInDays: 0 }],
  ['half a day', { enabled: true, reason: 'x', expiresInDays: 1.5 }],
  ['an end for what is disabled', { enabled: false, reason: 'x', expiresInDays: 1 }],
])('%s is refused', async (_, body) => {
  expect((await fixture.owner.put(path(), body)).status).toBe(400);
});

test('who manages support access, and nobody else, changes it', async () => {
  const { people } = fixture;
  for (const [who, status] of [
    [people.manager, 403],
    [people.stranger, 404],
    [people.admin, 200],
  ] as const) {
    expect((await who.put(path(), { enabled: true, reason: 'x' })).status).toBe(status);
  }
  for (const who of [people.manager, people.steward]) {
    expect((await who.post('/support-access/emergency-disable', { reason: 'x' })).body.code).toBe('PERMISSION_DENIED');
  }
});

test('disabling ends what support holds, which rotates, and marks it in every fact', async () => {
  const { id } = await fixture.newIdentity();
  await fixture.set(fixture.organizationId, true);
  expect((await checkOut(id)).status).toBe(201);
  await fixture.set(fixture.organizationId, false);
  await ended(id);
  const [mine] = (await facts(`identity-${id}`)).filter(({ type }) => type === 'keyledger.identity-checked-out.v1');
  expect(mine.metadata.actor).toMatchObject({ kind: 'support', userId: fixture.supportId });
  expect((await fixture.support.get(`/identities/${id}`)).body.code).toBe('SUPPORT_ACCESS_OFF');
});

test('a session does not live on in a window that was opened anew', async () => {
  const { id } = await fixture.newIdentity();
  await fixture.set(fixture.organizationId, true);
  await checkOut(id);
  await fixture.set(fixture.organizationId, false);
  await fixture.set(fixture.organizationId, true);
  await ended(id);
});

test('an update leaves sessions alone', async () => {
  const { id } = await fixture.newIdentity();
  await fixture.set(fixture.organizationId, true);
  const { session } = (await checkOut(id)).body;
  await fixture.set(fixture.organizationId, true, 3);
  const more = { reason: 'more', durationMinutes: 5 };
  expect((await fixture.support.post(`/sessions/${session.id}/extend`, more)).status).toBe(400);
  expect(await endOf(id)).toEqual([]);
  expect((await fixture.support.post(`/sessions/${session.id}/checkin`)).body.endedBy).toBe('checkin');
});

test('"Support access expired silently": an expiry warns a week and a day before, and ends as a disabling does', async () => {
  const { id } = await fixture.newIdentity();
  await fixture.set(fixture.organizationId, true, 8);
  const at = clock.in(8 * DAY);
  const told = async () =>
    (await facts('supportAccess'))
      .filter(({ data }) => data.expiresAt === at && data.organizationId === fixture.organizationId)
      .map(({ type, data }) => `${type.replace(/^.*access-|\.v1$/g, '')} ${data.daysBefore ?? ''}`.trim());
  clock.pass(DAY);
  await untilDue('the first warning', async () => (await told()).includes('expiry-warned 7'));
  clock.pass(6 * DAY);
  await untilDue('the second warning', async () => (await told()).includes('expiry-warned 1'));
  clock.pass(DAY - 1);
  expect((await checkOut(id)).status).toBe(201);
  clock.pass(1);
  expect((await fixture.support.get(`/identities/${id}`)).body.code).toBe('SUPPORT_ACCESS_OFF');
  await ended(id);
  expect(await told()).toEqual(['enabled', 'expiry-warned 7', 'expiry-warned 1', 'expired']);
  expect(await fixture.owner.ok('GET', path())).toMatchObject({ enabled: false, expiresAt: at });
});

test('an emergency ends all of it in one call, and counts where it was on', async () => {
  const [{ id }, other] = [await fixture.newIdentity(), await fixture.inOther()];
  await fixture.set(fixture.organizationId, true);
  await fixture.set(fixture.otherId, true, 5);
  await checkOut(id);
  await checkOut(other);
  const key = { 'Idempotency-Key': 'once' };
  const stop = () => fixture.people.admin.post('/support-access/emergency-disable', { reason: 'stop' }, key);
  expect((await stop()).body).toEqual({ organizations: 2 });
  expect((await stop()).body).toEqual({ organizations: 2 });
  for (const [organizationId, held] of [
    [fixture.organizationId, id],
    [fixture.otherId, other],
  ]) {
    expect(await fixture.owner.ok('GET', `/organizations/${organizationId}/support-access`)).toMatchObject({
      enabled: false,
      reason: 'stop',
    });
    expect((await fixture.support.get(`/identities/${held}`)).body.code).toBe('SUPPORT_ACCESS_OFF');
  }
  expect((await fixture.owner.ok('POST', '/support-access/emergency-disable', { reason: 'x' })).organizations).toBe(0);
  await untilDue('its end', async () => (await endOf(id)).length === 2);
  expect(await endOf(id)).toMatchObject(ENDED);
});

test('an organization that is deleted lets support in no more, and counts in no emergency', async () => {
  const { owner, support, supportId, roleId, userIds } = fixture;
  const { id } = await owner.ok('POST', '/organizations', { name: 'Closing down' });
  const { roles } = await owner.ok('GET', `/users/${supportId}`);
  await owner.ok('PUT', `/users/${supportId}/roles`, { roles: [...roles, { roleId, organizationId: id }] });
  await fixture.set(id, true, 3);
  expect((await support.get(`/audit?organizationId=${id}`)).status).toBe(200);
  await owner.ok('DELETE', `/organizations/${id}`);
  expect((await support.get(`/audit?organizationId=${id}`)).body.code).toBe('SUPPORT_ACCESS_OFF');
  expect(await owner.ok('GET', `/organizations/${id}/support-access`)).toMatchObject({
    enabled: false,
    reason: 'The organization was deleted.',
    changedBy: userIds.owner,
  });
  expect(await owner.ok('POST', '/support-access/emergency-disable', { reason: 'stop' })).toEqual({ organizations: 0 });
});

test('who is marked as support with a session open holds it no longer', async () => {
  const { owner, people, userIds } = fixture;
  const { id } = await fixture.newIdentity();
  await people.user.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 30 });
  await owner.ok('PATCH', `/users/${userIds.user}`, { support: true });
  await untilDue('the end', async () => (await endOf(id)).length === 2);
  expect(await endOf(id)).toMatchObject(ENDED);
  await owner.ok('PATCH', `/users/${userIds.user}`, { support: false });
});

test('its audit view tells who did what when, why and from where', async () => {
  const { owner, people, organizationId } = fixture;
  await fixture.set(organizationId, true, 3);
  await people.manager.put(path(), { enabled: true, reason: 'let me' });
  await owner.ok('POST', '/support-access/emergency-disable', { reason: 'stop' });
  const { items } = await owner.ok('GET', '/support-access/audit?limit=4');
  expect(items.map(({ type }: Json) => type.replace(/^.*access-/, ''))).toEqual([
    'disabled.v1',
    'emergency-disabled.v1',
    'set-refused.v1',
    'enabled.v1',
  ]);
  const { userIds } = fixture;
  const by = (userId: string) => ({ actor: { userId }, ip: expect.any(String), time: clock.in(0) });
  expect(items).toMatchObject([
    { ...by(userIds.owner), organizationId, reason: 'stop' },
    { ...by(userIds.owner), reason: 'stop' },
    { ...by(userIds.manager), organizationId, reason: 'let me', outcome: 'refused', code: 'PERMISSION_DENIED' },
    { ...by(userIds.owner), organizationId, reason: 'ticket 4711' },
  ]);
  const { items: mine } = await people.auditor.ok('GET', '/support-access/audit');
  expect(mine.every((entry: Json) => entry.organizationId === organizationId)).toBe(true);
  expect((await people.viewer.get('/support-access/audit')).body.code).toBe('PERMISSION_DENIED');
  expect((await people.stranger.get(`/support-access/audit?organizationId=${organizationId}`)).status).toBe(404);
  expect((await facts(`auditRead-${organizationId}`)).length).toBeGreaterThan(0);
});
