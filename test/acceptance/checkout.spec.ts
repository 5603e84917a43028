import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Checking out credentials, § Concurrent checkout rules. How sessions end is in session-ends.spec.ts. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let user: Client;
let groupUser: Client;
let manager: Client;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  ({ user, groupUser, manager } = fixture.people);
});
afterAll(() => application.end());

const request = (more: object = {}) => ({ reason: 'patch day', durationMinutes: 30, ...more });
const checkOut = (who: Client, id: string, more: object = {}, headers = {}) =>
  who.post(`/identities/${id}/checkout`, request(more), headers);
const revealed = async (id: string) =>
  (await fixture.owner.ok('GET', `/streams/reveal-${id}`)).items.map(({ type }: { type: string }) => type);

test('a credential is handed out with its session, and nobody may keep the answer', async () => {
  const { id, value } = await fixture.newIdentity();
  const answer = await checkOut(user, id);
  expect(answer.status).toBe(201);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { session, credential } = answer.body;
  expect(answer.headers.get('location')).toBe(`/api/v1/sessions/${session.id}`);
  expect(credential).toEqual({ type: 'password', username: 'admin', value, version: 1, proven: 'by-hand' });
  expect(session).toEqual({
    id: expect.stringContaining(id),
    identityId: id,
    identityName: 'prod-db-admin',
    identityGroupId: fixture.vaultId,
    identityGroupName: 'Production',
    organizationId: fixture.organizationId,
    organizationName: expect.stringContaining('World'),
    userId: fixture.userIds.user,
    userEmail: user.email,
    reason: 'patch day',
    breakGlass: false,
    ownerBypass: false,
    checkedOutAt: clock.in(0),
    expiresAt: clock.in(30),
    status: 'active',
  });
  expect(await user.ok('GET', `/sessions/${session.id}`)).toEqual(session);
  expect((await manager.ok('GET', `/identities/${id}`)).activeSessions).toBe(1);
});

test.each([
  ['no reason', { reason: undefined }, 'reason'],
  ['an empty reason', { reason: '' }, 'reason'],
  ['a reason of blanks', { reason: ' \t  ' }, 'reason'],
  ['a reason of 501 characters', { reason: 'r'.repeat(501) }, 'reason'],
  ['a line break in the reason', { reason: 'a\nb' }, 'reason'],
  ['no duration', { durationMinutes: undefined }, 'durationMinutes'],
  ['4 minutes', { durationMinutes: 4 }, 'durationMinutes'],
  ['1441 minutes', { durationMinutes: 1441 }, 'durationMinutes'],
  ['5.5 minutes', { durationMinutes: 5.5 }, 'durationMinutes'],
  ['minutes as text', { durationMinutes: '30' }, 'durationMinutes'],
  ['a host of another identity', { hostId: 'elsewhere' }, 'hostId'],
  ['a field there is not', { forEver: true }, 'forEver'],
])('refused: %s', async (_, wrong, field) => {
  const { id } = await fixture.newIdentity();
  expect((await checkOut(user, id, wrong)).body).toMatchObject({
    status: 400,
    code: 'VALIDATION_FAILED',
    errors: [{ field }],
  });
  expect((await user.ok('GET', `/sessions?identityId=${id}`)).items).toEqual([]);
});

test('a reason counts without the blanks around it: 1 and 500 characters, emoji too', async () => {
  for (const reason of ['x', '🔑'.repeat(500)]) {
    const { id } = await fixture.newIdentity();
    const { body } = await checkOut(user, id, { reason: `   ${reason}  ` });
    expect(body.session.reason).toBe(reason);
  }
});

test('5 minutes and 1440 minutes are the ends of what may be asked', async () => {
  for (const durationMinutes of [5, 1440]) {
    const { id } = await fixture.newIdentity();
    expect((await checkOut(user, id, { durationMinutes })).body.session.expiresAt).toBe(clock.in(durationMinutes));
  }
});

test('a target host is one of the identity’s; no agent has proved the value there', async () => {
  const { id: hostId } = await fixture.owner.ok('POST', '/hosts', {
    name: 'db',
    organizationId: fixture.organizationId,
  });
  const { id, value } = await fixture.newIdentity({ hostIds: [hostId] });
  const { session, credential } = (await checkOut(user, id, { hostId })).body;
  expect(session).toMatchObject({ hostId, status: 'active' });
  expect(credential).toMatchObject({ value, version: 1, unverified: true });
});

test('exclusive unless said otherwise: the second learns who holds it', async () => {
  const { id } = await fixture.newIdentity();
  const first = (await checkOut(user, id)).body.session;
  const holder = { userId: first.userId, userEmail: user.email, since: first.checkedOutAt, until: first.expiresAt };
  expect((await checkOut(groupUser, id)).body).toMatchObject({
    status: 409,
    code: 'ALREADY_CHECKED_OUT',
    detail: 'Identity is already checked out',
    holders: [{ ...holder, own: false }],
  });
  expect((await checkOut(user, id)).body.holders).toEqual([{ ...holder, own: true }]);
});

test('who has no grant never learns who holds it', async () => {
  const { id } = await fixture.newIdentity();
  await checkOut(user, id);
  for (const who of [
    fixture.people.viewer,
    fixture.people.unmapped,
    fixture.people.stranger,
    fixture.people.revealer,
  ]) {
    const answer = await checkOut(who, id);
    expect([403, 404]).toContain(answer.status);
    expect(answer.text).not.toContain(user.email);
  }
});

test('an owner skips the grant and the mapping, not exclusivity; the session says so', async () => {
  const { id } = await fixture.newIdentity();
  const { session } = (await checkOut(fixture.owner, id)).body;
  expect(session.ownerBypass).toBe(true);
  expect((await checkOut(fixture.owner, id)).body.code).toBe('ALREADY_CHECKED_OUT');
});

test('concurrent: up to the maximum, each session counts, and one that ends makes room', async () => {
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true, maxConcurrentSessions: 2 });
  const first = (await checkOut(user, id)).body.session;
  expect((await checkOut(user, id)).status).toBe(201);
  expect((await checkOut(groupUser, id)).body).toMatchObject({
    status: 409,
    code: 'MAX_SESSIONS_REACHED',
    detail: 'Maximum concurrent sessions reached',
  });
  expect((await manager.ok('GET', `/identities/${id}`)).activeSessions).toBe(2);
  await user.ok('POST', `/sessions/${first.id}/checkin`);
  expect((await checkOut(groupUser, id)).status).toBe(201);
});

test('ten sessions when nobody says how many', async () => {
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true });
  const answers = await Promise.all(Array.from({ length: 14 }, () => checkOut(user, id)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(201), ...Array(4).fill(409)]);
});

test('an edited setting is for the next checkout, never for an open one', async () => {
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true, maxConcurrentSessions: 3 });
  const open = [(await checkOut(user, id)).body.session, (await checkOut(groupUser, id)).body.session];
  await manager.ok('PATCH', `/identities/${id}`, { allowConcurrentCheckout: false });
  expect((await checkOut(user, id)).body.code).toBe('ALREADY_CHECKED_OUT');
  for (const { id: sessionId } of open) {
    expect((await manager.ok('GET', `/sessions/${sessionId}`)).status).toBe('active');
  }
});

test('a session ends no later than the grant that allows it, however soon that is', async () => {
  const access = `/identity-groups/${fixture.vaultId}/access`;
  const grant = { principalType: 'user', principalId: fixture.idpUserIds['viewer'], level: 'checkout' };
  const [short, long] = [await fixture.newIdentity(), await fixture.newIdentity()];
  await fixture.owner.ok('POST', access, { ...grant, expiresAt: clock.in(3) });
  const soon = await checkOut(fixture.people.viewer, short.id);
  expect([soon.status, soon.body.session.expiresAt]).toEqual([201, clock.in(3)]);
  const { id } = await fixture.owner.ok('POST', access, { ...grant, expiresAt: clock.in(20) });
  expect((await checkOut(fixture.people.viewer, long.id)).body.session.expiresAt).toBe(clock.in(20));
  await fixture.owner.ok('PATCH', `${access}/${id}`, { expiresAt: clock.in(10) });
  await application.policies.round();
  expect((await user.ok('GET', `/sessions?identityId=${long.id}`)).items[0].expiresAt).toBe(clock.in(10));
  await fixture.owner.ok('DELETE', `${access}/${id}`);
});

test('a repeated request is one checkout; the value shown once more is a fact', async () => {
  const { id, value } = await fixture.newIdentity();
  const key = { 'Idempotency-Key': `checkout-${id}` };
  const first = await checkOut(user, id, {}, key);
  const again = await checkOut(user, id, {}, key);
  // That it was shown once more is a fact of its own, with its own receipt.
  expect([again.status, again.body]).toEqual([201, { ...first.body, receipt: again.body.receipt }]);
  expect(again.body.receipt.eventId).not.toBe(first.body.receipt.eventId);
  expect(again.body.credential.value).toBe(value);
  expect(await revealed(id)).toEqual(['keyledger.credential-redisclosed.v1']);
  expect((await checkOut(user, id, { durationMinutes: 31 }, key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await checkOut(groupUser, id, {}, key)).body.code).toBe('ALREADY_CHECKED_OUT');
  await user.ok('POST', `/sessions/${first.body.session.id}/checkin`);
  const later = await checkOut(user, id, {}, key);
  expect(later.status).toBe(201);
  expect(later.body).toEqual({ session: expect.objectContaining({ status: 'ended', endedBy: 'checkin' }) });
  expect(await revealed(id)).toHaveLength(1);
  expect((await user.ok('GET', `/sessions?identityId=${id}`)).items).toHaveLength(1);
});

test('a day later the same key and body are another request, whatever became of the first', async () => {
  const { id } = await fixture.newIdentity();
  const key = { 'Idempotency-Key': `daily-${id}` };
  const first = (await checkOut(user, id, {}, key)).body.session;
  clock.pass(24 * 60);
  const next = await checkOut(user, id, {}, key);
  expect(next.body).toMatchObject({ session: { status: 'active', checkedOutAt: clock.in(0) }, credential: {} });
  expect(next.body.session.id).not.toBe(first.id);
  expect((await user.ok('GET', `/sessions?identityId=${id}`)).items).toHaveLength(2);
});

test('each refused try is told, also those that come with one key', async () => {
  const { id } = await fixture.newIdentity();
  const key = { 'Idempotency-Key': `door-${id}` };
  for (const _ of [1, 2, 3]) {
    expect((await checkOut(fixture.people.viewer, id, {}, key)).body.code).toBe('VAULT_ACCESS_DENIED');
  }
  const { items } = await fixture.owner.ok('GET', `/audit?identityId=${id}&outcome=refused`);
  expect(items).toHaveLength(3);
});

test('sessions are listed, newest first, by what is asked for', async () => {
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true });
  const ids: string[] = [];
  for (const who of [user, groupUser, user]) {
    clock.pass(1);
    ids.push((await checkOut(who, id)).body.session.id);
  }
  const [first, second, third] = ids;
  await user.ok('POST', `/sessions/${first}/checkin`);
  const list = async (query: string, who = manager) =>
    (await who.ok('GET', `/sessions?identityId=${id}${query}`)).items.map((session: { id: string }) => session.id);
  expect(await list('')).toEqual([third, second, first]);
  expect(await list('&status=active')).toEqual([third, second]);
  expect(await list('&status=ended')).toEqual([first]);
  expect(await list(`&userId=${fixture.userIds.groupUser}`)).toEqual([second]);
  expect(await list('&userId=me', user)).toEqual([third, first]);
  expect(await list(`&organizationId=${fixture.organizationId}&identityGroupId=${fixture.vaultId}`)).toHaveLength(3);
  expect(await list('&breakGlass=true')).toEqual([]);
  expect(await list('&breakGlass=false&limit=1')).toEqual([third]);
  expect((await manager.get(`/sessions?organizationId=${fixture.elsewhereId}`)).status).toBe(404);
  expect((await manager.get('/sessions?status=open')).status).toBe(400);
  expect((await fixture.people.stranger.get(`/sessions?identityId=${id}`)).body.code).toBe('PERMISSION_DENIED');
  clock.pass(60);
  expect(await list('&status=active')).toEqual([]);
  expect(await list('&status=ended')).toEqual([third, second, first]);
});
