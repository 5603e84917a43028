import { act, checkOut, reveal, approvalsIn, type ApprovalFixture } from '../support/application/approvals';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';

/** Approval of access: what asking takes, and what an approval is good for. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let approval: ApprovalFixture;
let user: Client;
let revealer: Client;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  approval = await approvalsIn(application, fixture);
  ({ user, revealer } = fixture.people);
});
afterAll(() => application.end());
beforeEach(() => approval.policy(1, ['kim']));

test('with a policy, checkout and reveal need an approved request, an owner’s too; it serves one checkout and the reveals in it', async () => {
  const { id, value } = await fixture.newIdentity();
  for (const who of [user, fixture.owner]) {
    expect((await checkOut(who, id)).body).toMatchObject({ status: 403, code: 'APPROVAL_REQUIRED', requests: [] });
    expect((await reveal(who, id)).body.code).toBe('APPROVAL_REQUIRED');
    const requestId = await approval.ask(who, id);
    expect((await checkOut(who, id)).body).toMatchObject({ requests: [{ id: requestId, status: 'pending' }] });
    await approval.approve(requestId, 'kim');
    const out = await checkOut(who, id);
    expect(out.body.credential.value).toBe(value);
    expect((await reveal(who, id)).status).toBe(200);
    await who.ok('POST', `/sessions/${out.body.session.id}/checkin`);
    expect((await reveal(who, id)).body.requests).toEqual([{ id: requestId, status: 'used' }]);
    expect((await checkOut(who, id)).body.code).toBe('APPROVAL_REQUIRED');
    expect(await who.ok('GET', `/access-requests/${requestId}`)).toMatchObject({
      status: 'used',
      sessionId: out.body.session.id,
      identityName: 'prod-db-admin',
      identityGroupName: 'Production',
      decisions: [{ decision: 'approve', userEmail: approval.approvers.kim.client.email }],
    });
  }
});

test('asking needs the grant of the act, and one asks once at a time', async () => {
  const { id } = await fixture.newIdentity();
  const ask = (who: Client) => who.post(`/identities/${id}/access-requests`, { reason: 'x', durationMinutes: 5 });
  expect((await ask(fixture.people.stranger)).body.code).toBe('NOT_FOUND');
  expect((await ask(fixture.people.auditor)).body.code).toBe('PERMISSION_DENIED');
  expect((await ask(fixture.people.unmapped)).body.code).toBe('NO_IDP_USER_MAPPING');
  expect((await ask(fixture.people.vaultViewer)).body.code).toBe('VAULT_ACCESS_DENIED');
  expect((await ask(revealer)).status).toBe(201);
  expect((await ask(revealer)).body.code).toBe('CONFLICT');
  expect((await ask(user)).status).toBe(201);
  await fixture.owner.ok('PATCH', `/identity-groups/${fixture.vaultId}`, { approvalPolicy: null });
  expect((await ask(fixture.people.groupUser)).body.code).toBe('CONFLICT');
  expect((await checkOut(fixture.people.groupUser, id)).status).toBe(201);
});

test('the minutes asked for begin with the checkout, and bound it with all its extensions', async () => {
  const { id } = await fixture.newIdentity();
  const requestId = await approval.ask(user, id, 40);
  await approval.approve(requestId, 'kim');
  clock.pass(23 * 60);
  const { session } = (await checkOut(user, id, 30)).body;
  expect(Date.parse(session.expiresAt) - clock.now()).toBe(30 * 60_000);
  const extend = (durationMinutes: number) =>
    user.post(`/sessions/${session.id}/extend`, { reason: 'more', durationMinutes });
  expect((await extend(11)).body).toMatchObject({ status: 400, errors: [{ field: 'durationMinutes' }] });
  expect((await extend(10)).status).toBe(200);
  expect((await extend(1)).status).toBe(400);
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  const short = await approval.ask(user, id, 10);
  await approval.approve(short, 'kim');
  const cut = (await checkOut(user, id, 60)).body.session;
  expect(Date.parse(cut.expiresAt) - clock.now()).toBe(10 * 60_000);
});

test('with view_credentials alone one reveals for those minutes, from the first reveal on', async () => {
  const { id, value } = await fixture.newIdentity();
  const requestId = await approval.ask(revealer, id, 20);
  await approval.approve(requestId, 'kim');
  clock.pass(60);
  expect((await reveal(revealer, id)).body.credential.value).toBe(value);
  clock.pass(19);
  expect((await reveal(revealer, id)).status).toBe(200);
  clock.pass(1);
  expect((await reveal(revealer, id)).body).toMatchObject({ requests: [{ id: requestId, status: 'used' }] });
});

test('a reveal with the key of an earlier one uses up an approval of its own', async () => {
  const { id } = await fixture.newIdentity();
  const headers = { 'idempotency-key': `reveal-${id}` };
  for (const _ of [1, 2]) {
    const requestId = await approval.ask(revealer, id, 5);
    await approval.approve(requestId, 'kim');
    expect((await revealer.post(`/identities/${id}/reveal`, undefined, headers)).status).toBe(200);
    expect(await approval.statusOf(requestId)).toBe('used');
    clock.pass(6);
    expect((await revealer.post(`/identities/${id}/reveal`, undefined, headers)).body.code).toBe('APPROVAL_REQUIRED');
  }
});

test('a request outlives neither a day nor the grant of who asked', async () => {
  const { id } = await fixture.newIdentity();
  const old = await approval.ask(user, id);
  await approval.approve(old, 'kim');
  clock.pass(24 * 60);
  expect(await approval.statusOf(old)).toBe('expired');
  expect((await checkOut(user, id)).body.requests).toEqual([{ id: old, status: 'expired' }]);
  expect((await act(approval.approvers.kim.client, old, 'approve')).body.code).toBe('CONFLICT');
  const requestId = await approval.ask(fixture.people.groupUser, id);
  await approval.approve(requestId, 'kim');
  const member = `/idp/groups/${fixture.groupId}/members/${fixture.idpUserIds['groupUser']}`;
  await fixture.owner.ok('DELETE', member);
  expect((await checkOut(fixture.people.groupUser, id)).body.code).toBe('VAULT_ACCESS_DENIED');
  await fixture.owner.ok('PUT', member);
});
