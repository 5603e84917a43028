import { approvalsIn, type ApprovalFixture } from '../support/application/approvals';
import type { Answer, Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { until } from '../support/until';

/** Hand-over of a session: to whom, what of it, and what happens when others act at the same moment. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let approval: ApprovalFixture;
let user: Client;
let groupUser: Client;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  approval = await approvalsIn(application, fixture);
  ({ user, groupUser, owner } = fixture.people);
});
afterAll(() => application.end());

const checkOut = async (who: Client, settings: object = {}, durationMinutes = 30) => {
  const { id, value } = await fixture.newIdentity(settings);
  const { session } = await who.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes });
  return { id, value, sessionId: session.id as string, expiresAt: session.expiresAt as string };
};
const transfer = (who: Client, sessionId: string, userId: string, headers?: Record<string, string>) =>
  who.post(`/sessions/${sessionId}/transfer`, { userId, reason: 'my shift ends' }, headers);
const idOf = (kind: 'user' | 'groupUser') => fixture.userIds[kind];
const facts = async (id: string): Promise<{ type: string; data: Record<string, unknown> }[]> =>
  (await owner.ok('GET', `/streams/identity-${id}`)).items;
const typesOf = async (id: string) => (await facts(id)).map(({ type }) => type.replace(/^keyledger\.|\.v1$/g, ''));
const active = async (id: string) => (await owner.ok('GET', `/sessions?status=active&identityId=${id}`)).items;

test('ends the holder’s and begins the receiver’s with the same end, and shows no value', async () => {
  const { id, value, sessionId, expiresAt } = await checkOut(user);
  clock.pass(2);
  const answer = await transfer(user, sessionId, idOf('groupUser'));
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain(value);
  expect(answer.body).toMatchObject({
    userId: idOf('groupUser'),
    userEmail: groupUser.email,
    reason: 'my shift ends',
    status: 'active',
    expiresAt,
    transferredFrom: { sessionId, userId: idOf('user'), userEmail: user.email },
  });
  expect(await user.ok('GET', `/sessions/${sessionId}`)).toMatchObject({
    status: 'ended',
    endedBy: 'transfer',
    transferredTo: answer.body.id,
  });
  expect(await typesOf(id)).toEqual([
    'identity-created',
    'identity-checked-out',
    'identity-checked-in',
    'identity-checked-out',
  ]);
  expect((await groupUser.ok('POST', `/identities/${id}/reveal`)).credential.value).toBe(value);
  expect((await user.post(`/identities/${id}/reveal`)).body.code).toBe('ALREADY_CHECKED_OUT');
  expect((await user.post(`/sessions/${sessionId}/checkin`)).body).toMatchObject({ endedBy: 'transfer' });
  expect((await user.post(`/sessions/${answer.body.id}/checkin`)).body.code).toBe('PERMISSION_DENIED');
  expect((await groupUser.post(`/sessions/${answer.body.id}/checkin`)).status).toBe(200);
  expect(await active(id)).toEqual([]);
});

test('a value that changes after use changes when the receiver gives it back', async () => {
  const { id, sessionId } = await checkOut(user, { rotateAfterUse: true });
  const { body } = await transfer(user, sessionId, idOf('groupUser'));
  expect((await typesOf(id)).at(-1)).toBe('rotation-owed');
  await groupUser.ok('POST', `/sessions/${body.id}/checkin`);
  await until('the new value', async () => (await typesOf(id)).includes('rotation-confirmed'));
});

test('by the holder alone; who may not see it learns nothing', async () => {
  const { sessionId } = await checkOut(user);
  expect((await transfer(groupUser, sessionId, idOf('groupUser'))).body.code).toBe('PERMISSION_DENIED');
  expect((await transfer(owner, sessionId, idOf('groupUser'))).body.code).toBe('PERMISSION_DENIED');
  expect((await transfer(fixture.people.stranger, sessionId, idOf('groupUser'))).body.code).toBe('NOT_FOUND');
  expect((await transfer(user, `${sessionId}x`, idOf('groupUser'))).body.code).toBe('NOT_FOUND');
  const { body } = await user.post(`/sessions/${sessionId}/transfer`, { userId: idOf('groupUser') });
  expect(body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ field: 'reason' }] });
});

test('to nobody who could not check it out, without saying why; the holder keeps it', async () => {
  const { id, sessionId } = await checkOut(user);
  const { userIds } = fixture;
  await owner.ok('PATCH', `/users/${userIds.viewer}`, { active: false });
  const refusals = new Set<string>();
  const others = [
    userIds.revealer,
    userIds.vaultViewer,
    userIds.expired,
    userIds.unmapped,
    userIds.manager,
    userIds.stranger,
    userIds.auditor,
    userIds.admin,
    userIds.viewer,
    userIds.user,
    'nobody',
  ];
  for (const userId of others) {
    const { status, body } = await transfer(user, sessionId, userId);
    expect([userId, status]).toEqual([userId, 422]);
    const { instance: _i, correlationId: _c, ...told } = body;
    refusals.add(JSON.stringify(told));
  }
  await owner.ok('PATCH', `/users/${userIds.viewer}`, { active: true });
  expect([...refusals]).toEqual([expect.stringContaining('RECEIVER_NOT_ALLOWED')]);
  expect((await active(id)).map((session: { id: string }) => session.id)).toEqual([sessionId]);
  const { items } = await owner.ok('GET', `/audit?type=keyledger.session-transfer-refused.v1&identityId=${id}`);
  expect(items[0]).toMatchObject({ outcome: 'refused', code: 'RECEIVER_NOT_ALLOWED', sessionId });
});

test('not behind broken glass, and not once it is over', async () => {
  const { id } = await fixture.newIdentity();
  const { session } = await owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'the site is down' });
  expect((await transfer(owner, session.id, idOf('user'))).body.code).toBe('CONFLICT');
  const { sessionId } = await checkOut(user);
  clock.pass(31);
  expect((await transfer(user, sessionId, idOf('groupUser'))).body.code).toBe('CONFLICT');
});

test('the receiver needs an own approval, and it is used up', async () => {
  const { id, sessionId, expiresAt } = await checkOut(user);
  await approval.policy(1, ['kim']);
  const granted = await approval.ask(groupUser, id, 10);
  expect((await transfer(user, sessionId, idOf('groupUser'))).body.code).toBe('RECEIVER_NOT_ALLOWED');
  await approval.approve(granted, 'kim');
  const { body } = await transfer(user, sessionId, idOf('groupUser'));
  expect(body.expiresAt < expiresAt).toBe(true);
  expect(body.expiresAt).toBe(clock.in(10));
  expect(await groupUser.ok('GET', `/access-requests/${granted}`)).toMatchObject({
    status: 'used',
    sessionId: body.id,
  });
  expect((await groupUser.post(`/identities/${id}/reveal`)).status).toBe(200);
  await owner.ok('PATCH', `/identity-groups/${fixture.vaultId}`, { approvalPolicy: null });
});

test('a session whose basis is gone ends instead', async () => {
  const { id } = await fixture.newIdentity();
  const grant = { principalType: 'user', principalId: fixture.idpUserIds['viewer'], level: 'checkout' };
  const given = await owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
  const { viewer } = fixture.people;
  const { session } = await viewer.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
  await owner.delete(`/identity-groups/${fixture.vaultId}/access/${given.id}`);
  const answer = await transfer(viewer, session.id, idOf('user'));
  expect(answer.body.code).toBe('CONFLICT');
  await until('its end', async () => (await active(id)).length === 0);
  expect(await owner.ok('GET', `/sessions/${session.id}`)).toMatchObject({ endedBy: 'grant_revoked' });
});

test('comes once, however often it is asked for with its key', async () => {
  const { id, sessionId } = await checkOut(user);
  const key = { 'idempotency-key': 'over-to-you' };
  const first = await transfer(user, sessionId, idOf('groupUser'), key);
  const again = await transfer(user, sessionId, idOf('groupUser'), key);
  expect([again.status, again.body]).toEqual([200, first.body]);
  await groupUser.ok('POST', `/sessions/${first.body.id}/checkin`);
  await groupUser.ok('GET', `/sessions/${first.body.id}`);
  expect((await transfer(user, sessionId, idOf('groupUser'), key)).body).toMatchObject({
    id: first.body.id,
    status: 'ended',
  });
  expect((await typesOf(id)).filter((type) => type === 'identity-checked-out')).toHaveLength(2);
  expect((await transfer(user, sessionId, idOf('user'), key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('whatever happens at the same moment, one thing comes of it, and never two holders', async () => {
  const acts: readonly ((sessionId: string, id: string) => Promise<Answer>)[] = [
    (sessionId) => transfer(user, sessionId, idOf('groupUser')),
    (sessionId) => transfer(user, sessionId, fixture.userIds.owner),
    (sessionId) => user.post(`/sessions/${sessionId}/checkin`),
    (sessionId) => owner.post(`/sessions/${sessionId}/force-checkin`, { reason: 'now' }),
    (sessionId) => user.post(`/sessions/${sessionId}/extend`, { durationMinutes: 5, reason: 'more' }),
    (_, id) => owner.post(`/identities/${id}/checkout`, { reason: 'me too', durationMinutes: 5 }),
  ];
  for (let turn = 0; turn < acts.length; turn++) {
    const { id, sessionId } = await checkOut(user);
    const order = [...acts.slice(turn), ...acts.slice(0, turn)];
    const answers = await Promise.all(order.map((act) => act(sessionId, id)));
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    let holders = 0;
    for (const { type, data } of await facts(id)) {
      if (type === 'keyledger.identity-checked-out.v1') holders += 1;
      if (type === 'keyledger.identity-checked-in.v1') holders -= 1;
      expect([data['sessionId'], holders].includes(2)).toBe(false);
    }
    const ends = (await facts(id)).filter(
      ({ type, data }) => type === 'keyledger.identity-checked-in.v1' && data['sessionId'] === sessionId,
    );
    expect(ends).toHaveLength(1);
  }
});
