import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Break-glass emergency access. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
/** May break the glass in the fixture's organization, and nothing else: no grant, no record in the directory, no other role. */
let responder: Client;
let responderId: string;
let roleId: string;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  roleId = (await fixture.owner.ok('POST', '/roles', { name: 'Responder', permissions: ['pam_vaults.break_glass'] }))
    .id;
  responder = await newResponder('responder@example.com');
  responderId = (await responder.ok('GET', '/me')).user.id;
});
afterAll(() => application.end());
beforeEach(() => clock.pass(2));

const newResponder = async (email: string): Promise<Client> => {
  const person = await application.as(email);
  const { user } = await person.ok('GET', '/me');
  await fixture.owner.ok('PUT', `/users/${user.id}/roles`, {
    roles: [{ roleId, organizationId: fixture.organizationId }],
  });
  return person;
};
const breakGlass = (who: Client, id: string, headers = {}) =>
  who.post(`/identities/${id}/break-glass`, { reason: 'the shop is down' }, headers);
const rotationOf = async (id: string) => (await fixture.owner.ok('GET', `/identities/${id}`)).rotation.status;
const audit = async (query: string) => (await fixture.owner.ok('GET', `/audit?${query}`)).items;

test('the permission and a justification are enough, and everything about it is recorded', async () => {
  const { id, value } = await fixture.newIdentity();
  const answer = await breakGlass(responder, id, { 'user-agent': 'pager/1' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { session, credential } = answer.body;
  expect(credential).toEqual({ type: 'password', username: 'admin', value, version: 1, proven: 'by-hand' });
  expect(session).toMatchObject({
    breakGlass: true,
    ownerBypass: false,
    userId: responderId,
    userEmail: responder.email,
    reason: 'the shop is down',
    review: { status: 'open' },
    status: 'active',
  });
  expect(Date.parse(session.expiresAt) - Date.parse(session.checkedOutAt)).toBe(60 * 60_000);
  expect((await responder.ok('GET', `/sessions/${session.id}`)).id).toBe(session.id);
  const [told] = await audit(`sessionId=${session.id}&type=keyledger.identity-checked-out.v1`);
  expect(told).toMatchObject({
    breakGlass: true,
    reason: 'the shop is down',
    durationMinutes: 60,
    actor: { userId: responderId, email: responder.email },
    ip: '127.0.0.1',
    userAgent: 'pager/1',
    data: { expiresAt: session.expiresAt },
  });
});

test.each<[string, (fixture: Fixture) => Client, string]>([
  ['who has every grant but not the permission', ({ people }) => people.user, 'PERMISSION_DENIED'],
  ['who manages', ({ people }) => people.manager, 'PERMISSION_DENIED'],
  ['an admin', ({ people }) => people.admin, 'PERMISSION_DENIED'],
  ['who has no role there', ({ people }) => people.stranger, 'NOT_FOUND'],
])('%s may not, and it is a fact', async (_, who, code) => {
  const { id, value } = await fixture.newIdentity();
  const answer = await breakGlass(who(fixture), id);
  expect(answer.body.code).toBe(code);
  expect(answer.text).not.toContain(value);
  expect(await audit(`identityId=${id}&type=keyledger.identity-break-glass-refused.v1`)).toMatchObject([
    { code, reason: 'the shop is down' },
  ]);
});

test('nobody marked as support does, and who is marked during it loses it', async () => {
  const { id } = await fixture.newIdentity();
  const helper = await newResponder('helper@example.com');
  const { session } = (await breakGlass(helper, id)).body;
  await fixture.owner.ok('PATCH', `/users/${(await helper.ok('GET', '/me')).user.id}`, { support: true });
  await until(
    'the end of the session',
    async () => (await fixture.owner.ok('GET', `/sessions/${session.id}`)).endedBy === 'support_disabled',
  );
  expect((await breakGlass(helper, id)).body.code).toBe('SUPPORT_ACCESS_OFF');
  const letIn = { enabled: true, reason: 'ticket 7' };
  await fixture.owner.ok('PUT', `/organizations/${session.organizationId}/support-access`, letIn);
  expect((await breakGlass(helper, id)).body.code).toBe('PERMISSION_DENIED');
});

test('whoever holds it keeps it, is named, and ends 15 minutes after; the value changes at last', async () => {
  const { id, value } = await fixture.newIdentity();
  const held = await fixture.people.user.ok('POST', `/identities/${id}/checkout`, {
    reason: 'work',
    durationMinutes: 600,
  });
  const { session, credential } = (await breakGlass(responder, id)).body;
  expect(credential.value).toBe(value);
  expect(session.overlapped).toEqual([
    { sessionId: held.session.id, userId: fixture.userIds.user, userEmail: fixture.people.user.email },
  ]);
  expect((await responder.post(`/identities/${id}/reveal`)).body.credential.value).toBe(value);
  expect((await fixture.people.user.post(`/identities/${id}/reveal`)).status).toBe(200);
  expect((await fixture.people.groupUser.post(`/identities/${id}/reveal`)).body.code).toBe('ALREADY_CHECKED_OUT');
  expect(
    (await responder.post(`/sessions/${session.id}/extend`, { reason: 'more', durationMinutes: 5 })).body.code,
  ).toBe('CONFLICT');
  const ended = await responder.ok('POST', `/sessions/${session.id}/checkin`);
  const after = await fixture.people.user.ok('GET', `/sessions/${held.session.id}`);
  expect(after).toMatchObject({ status: 'active', endsAs: 'break_glass' });
  expect(Date.parse(after.expiresAt) - Date.parse(ended.endedAt)).toBe(15 * 60_000);
  expect((await responder.post(`/identities/${id}/reveal`)).body.code).toBe('PERMISSION_DENIED');
  clock.pass(15);
  const over = await fixture.people.user.ok('GET', `/sessions/${held.session.id}`);
  expect(over).toMatchObject({ status: 'ended', endedBy: 'break_glass', endedAt: after.expiresAt });
  await until('the rotation', async () => (await rotationOf(id)) === 'confirmed');
});

test('the session ends by itself after as long as the organization has set, and the value changes', async () => {
  await fixture.owner.ok('PATCH', `/organizations/${fixture.organizationId}`, { settings: { breakGlassMinutes: 7 } });
  const { id } = await fixture.newIdentity();
  const { session } = (await breakGlass(responder, id)).body;
  expect(Date.parse(session.expiresAt) - Date.parse(session.checkedOutAt)).toBe(7 * 60_000);
  clock.pass(7);
  await until('the rotation', async () => (await rotationOf(id)) === 'confirmed');
  expect(await responder.ok('GET', `/sessions/${session.id}`)).toMatchObject({
    endedBy: 'expiry',
    endedAt: session.expiresAt,
  });
  await fixture.owner.ok('PATCH', `/organizations/${fixture.organizationId}`, { settings: { breakGlassMinutes: 60 } });
});

test('three a minute, refused tries among them; then how long to wait, to the second, and that costs nothing', async () => {
  const { id } = await fixture.newIdentity();
  const hasty = await newResponder('hasty@example.com');
  const account = {
    identityGroupId: fixture.vaultId,
    name: 'new',
    username: 'new',
    credential: 'x',
    credentialType: 'password',
  };
  const { id: gone } = await fixture.owner.ok('POST', '/identities', account);
  expect((await breakGlass(hasty, 'nothing-there')).body.code).toBe('NOT_FOUND');
  const before = clock.now();
  expect((await breakGlass(hasty, id)).status).toBe(201);
  const userId = (await hasty.ok('GET', '/me')).user.id;
  await fixture.owner.ok('PUT', `/users/${userId}/roles`, {
    roles: [{ roleId: await viewerRole(), organizationId: fixture.organizationId }],
  });
  expect((await breakGlass(hasty, gone)).body.code).toBe('PERMISSION_DENIED');
  await fixture.owner.ok('PUT', `/users/${userId}/roles`, {
    roles: [{ roleId, organizationId: fixture.organizationId }],
  });
  clock.pass(20.5 / 60);
  expect((await breakGlass(hasty, gone)).status).toBe(201);
  for (let tries = 0; tries < 3; tries++) {
    const { status, headers, body } = await breakGlass(hasty, gone);
    expect([status, body.code]).toEqual([429, 'BREAK_GLASS_RATE_LIMITED']);
    expect(Number(headers.get('retry-after'))).toBe(Math.ceil((before + 60_000 - clock.now()) / 1000));
  }
  clock.pass((before + 60_000 - clock.now()) / 60_000);
  expect((await breakGlass(hasty, gone)).status).toBe(201);
});

const viewerRole = async (): Promise<string> =>
  (await fixture.owner.ok('POST', '/roles', { name: 'Viewer', permissions: ['pam_vaults.view'] })).id;

test('the same request again is the same session and no further try', async () => {
  const { id, value } = await fixture.newIdentity();
  const headers = { 'idempotency-key': `glass-${id}` };
  const answers = [];
  for (let n = 0; n < 5; n++) answers.push((await breakGlass(responder, id, headers)).body);
  expect(new Set(answers.map(({ session }) => session.id)).size).toBe(1);
  expect(new Set(answers.map(({ credential }) => credential.value))).toEqual(new Set([value]));
  expect((await audit(`identityId=${id}&type=keyledger.break-glass-tried.v1`)).length).toBe(1);
});

test('while a rotation waits for its host, the present value and the candidate are shown, newest first; neither is the value afterwards', async () => {
  const { id: hostId } = await fixture.owner.ok('POST', '/hosts', {
    name: 'db-1',
    organizationId: fixture.organizationId,
  });
  const { id, value } = await fixture.newIdentity({ hostIds: [hostId] });
  await fixture.owner.ok('POST', `/identities/${id}/rotate`);
  await until('the candidate', async () => {
    const { hosts } = await fixture.owner.ok('GET', `/identities/${id}/rotation`);
    return hosts[0]?.state === 'queued';
  });
  const headers = { 'idempotency-key': `candidate-${id}` };
  const { session, credential } = (await breakGlass(responder, id, headers)).body;
  expect(credential).toMatchObject({
    version: 1,
    value,
    alternatives: [
      { version: 2, label: 'candidate' },
      { version: 1, value, label: 'current' },
    ],
  });
  expect((await responder.ok('POST', `/identities/${id}/reveal`)).credential).toEqual(credential);
  expect((await breakGlass(responder, id, headers)).body.credential).toEqual(credential);
  await responder.ok('POST', `/sessions/${session.id}/checkin`);
  const types = (await audit(`identityId=${id}&order=asc`)).map(({ type }: { type: string }) => type);
  expect(types.slice(types.indexOf('keyledger.identity-checked-in.v1'))).toEqual(
    expect.arrayContaining(['keyledger.rotation-failed.v1', 'keyledger.rotation-requested.v1']),
  );
});
