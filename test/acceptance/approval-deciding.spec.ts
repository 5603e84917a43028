import { act, checkOut, reveal, approvalsIn, type ApprovalFixture } from '../support/application/approvals';
import { client, type Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** Approval of access: who decides, and how long a decision counts. */
let application: RunningApplication;
let fixture: Fixture;
let approval: ApprovalFixture;
let user: Client;
let revealer: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  approval = await approvalsIn(application, fixture);
  ({ user, revealer } = fixture.people);
});
afterAll(() => application.end());
beforeEach(() => approval.policy(1, ['kim']));

test('it takes as many persons as the policy says, each once, however often named', async () => {
  await fixture.owner.ok('PUT', `/idp/groups/${approval.groupId}/members/${approval.approvers.kim.idpUserId}`);
  await approval.policy(2, ['kim', 'lee'], true);
  const { id } = await fixture.newIdentity();
  const requestId = await approval.ask(user, id);
  await approval.approve(requestId, 'kim', 'kim');
  expect(await approval.statusOf(requestId)).toBe('pending');
  expect((await checkOut(user, id)).body.code).toBe('APPROVAL_REQUIRED');
  expect((await act(approval.approvers.pat.client, requestId, 'approve')).body.code).toBe('PERMISSION_DENIED');
  await approval.approve(requestId, 'lee');
  expect(await approval.statusOf(requestId)).toBe('approved');
  expect((await checkOut(user, id)).status).toBe(201);
});

test('nobody decides on their own request, not as the only approver', async () => {
  const { client: kim, userId, idpUserId } = approval.approvers.kim;
  const roles = (await fixture.owner.ok('GET', `/users/${userId}`)).roles;
  const { id: roleId } = await fixture.owner.ok('POST', '/roles', {
    name: 'Viewer too',
    permissions: ['pam_vaults.view'],
  });
  await fixture.owner.ok('PUT', `/users/${userId}/roles`, {
    roles: [...roles, { roleId, organizationId: fixture.organizationId }],
  });
  const grant = { principalType: 'user', principalId: idpUserId, level: 'checkout' };
  await fixture.owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
  const { id } = await fixture.newIdentity();
  const requestId = await approval.ask(kim, id);
  for (const [what, reason] of [['approve'], ['deny', 'no'], ['revoke', 'no']] as const) {
    expect((await act(kim, requestId, what, reason)).body.code).toBe('PERMISSION_DENIED');
  }
  expect((await kim.ok('GET', '/access-requests?view=waiting-for-me')).items).toEqual([]);
  expect((await checkOut(kim, id)).body.code).toBe('APPROVAL_REQUIRED');
});

test('for a machine nobody decides who has its token, or whose grants it uses; and no machine decides', async () => {
  const { owner, organizationId, vaultId } = fixture;
  const { id: machineId } = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Nightly job' });
  const { id: roleId } = await owner.ok('POST', '/roles', {
    name: 'Machine',
    permissions: ['pam_vaults.view', 'pam_vaults.approve'],
  });
  await owner.ok('PUT', `/users/${machineId}/roles`, { roles: [{ roleId, organizationId }] });
  const { token } = await owner.ok('POST', `/users/${machineId}/tokens`, { name: 'Job', expiresInDays: 1 });
  const machine = client(application.url, '', token);
  const { lee, kim } = approval.approvers;
  const grant = { principalType: 'user', principalId: lee.idpUserId, level: 'view_credentials' };
  await owner.ok('POST', `/identity-groups/${vaultId}/access`, grant);
  await owner.ok('PUT', `/users/${machineId}/idp-user`, { idpUserId: lee.idpUserId });
  const own = { email: owner.email, displayName: 'Owner', active: true };
  const { id: ownerIdp } = await owner.ok('POST', '/idp/users', own);
  await approval.policy(1, ['lee', 'kim', ownerIdp]);
  const { id, value } = await fixture.newIdentity();
  const requestId = await approval.ask(machine, id);
  for (const who of [owner, lee.client, machine]) {
    expect((await act(who, requestId, 'approve')).body.code).toBe('PERMISSION_DENIED');
  }
  expect((await act(machine, await approval.ask(user, id), 'approve')).body.code).toBe('PERMISSION_DENIED');
  expect((await act(kim.client, requestId, 'approve')).body.status).toBe('approved');
  expect((await reveal(machine, id)).body.credential.value).toBe(value);
});

test('one denial decides', async () => {
  await approval.policy(2, ['kim', 'lee', 'pat']);
  const { id } = await fixture.newIdentity();
  const requestId = await approval.ask(user, id);
  await approval.approve(requestId, 'kim');
  expect((await act(approval.approvers.lee.client, requestId, 'deny', 'not now')).body).toMatchObject({
    status: 'denied',
    decisions: [{ decision: 'approve' }, { decision: 'deny', reason: 'not now' }],
  });
  expect((await act(approval.approvers.pat.client, requestId, 'approve')).body.code).toBe('CONFLICT');
  expect((await checkOut(user, id)).body.requests).toEqual([{ id: requestId, status: 'denied' }]);
  expect(await approval.ask(user, id)).not.toBe(requestId);
});

describe('an approver who is one no more counts no more', () => {
  const asked = async () => {
    const { id } = await fixture.newIdentity();
    const requestId = await approval.ask(user, id);
    return { id, requestId };
  };
  test.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['taken off the policy', () => approval.policy(1, ['lee']), () => approval.policy(1, ['kim'])],
    [
      'without the role',
      () => fixture.owner.ok('PUT', `/users/${approval.approvers.kim.userId}/roles`, { roles: [] }),
      async () => {
        const roles = (await fixture.owner.ok('GET', `/users/${approval.approvers.lee.userId}`)).roles;
        await fixture.owner.ok('PUT', `/users/${approval.approvers.kim.userId}/roles`, { roles });
      },
    ],
    [
      'switched off',
      () => fixture.owner.ok('PATCH', `/users/${approval.approvers.kim.userId}`, { active: false }),
      () => fixture.owner.ok('PATCH', `/users/${approval.approvers.kim.userId}`, { active: true }),
    ],
    [
      'switched off in the directory',
      () => fixture.owner.ok('PATCH', `/idp/users/${approval.approvers.kim.idpUserId}`, { active: false }),
      () => fixture.owner.ok('PATCH', `/idp/users/${approval.approvers.kim.idpUserId}`, { active: true }),
    ],
    [
      'marked as support',
      () => fixture.owner.ok('PATCH', `/users/${approval.approvers.kim.userId}`, { support: true }),
      () => fixture.owner.ok('PATCH', `/users/${approval.approvers.kim.userId}`, { support: false }),
    ],
  ])('%s', async (_, lose, restore) => {
    const { id, requestId } = await asked();
    await approval.approve(requestId, 'kim');
    await lose();
    expect(await approval.statusOf(requestId)).toBe('pending');
    expect((await checkOut(user, id)).body.requests).toEqual([{ id: requestId, status: 'pending' }]);
    await restore();
  });

  test('when the approver’s group is emptied, nor who came into it afterwards and is not in the policy of the request', async () => {
    const member = `/idp/groups/${approval.groupId}/members/${approval.approvers.pat.idpUserId}`;
    await fixture.owner.ok('PUT', member);
    await approval.policy(1, [], true);
    const { id, requestId } = await asked();
    await approval.approve(requestId, 'pat');
    expect(await approval.statusOf(requestId)).toBe('approved');
    await fixture.owner.ok('DELETE', member);
    expect((await checkOut(user, id)).body.requests).toEqual([{ id: requestId, status: 'pending' }]);
    await approval.policy(1, ['lee'], true);
    expect((await act(approval.approvers.lee.client, requestId, 'approve')).body.code).toBe('PERMISSION_DENIED');
    await fixture.owner.ok('PUT', member);
    expect((await checkOut(user, id)).status).toBe(201);
  });
});

test('an approval is taken back before use, and a request by who asked', async () => {
  const { id } = await fixture.newIdentity();
  const revoked = await approval.ask(user, id);
  expect((await act(approval.approvers.kim.client, revoked, 'revoke', 'x')).body.code).toBe('CONFLICT');
  await approval.approve(revoked, 'kim');
  expect((await act(fixture.people.viewer, revoked, 'revoke', 'x')).body.code).toBe('PERMISSION_DENIED');
  expect((await act(approval.approvers.kim.client, revoked, 'revoke', 'a mistake')).body.status).toBe('revoked');
  expect((await checkOut(user, id)).body.requests).toEqual([{ id: revoked, status: 'revoked' }]);
  const cancelled = await approval.ask(user, id);
  expect((await act(fixture.owner, cancelled, 'cancel')).body.code).toBe('PERMISSION_DENIED');
  expect((await act(user, cancelled, 'cancel')).body.status).toBe('cancelled');
  expect((await act(user, cancelled, 'cancel')).status).toBe(200);
  const used = await approval.ask(user, id);
  await approval.approve(used, 'kim');
  await checkOut(user, id);
  expect((await act(approval.approvers.kim.client, used, 'revoke', 'x')).body.code).toBe('CONFLICT');
  expect((await act(fixture.people.manager, used, 'revoke', 'x')).body.code).toBe('CONFLICT');
  const window = await approval.ask(revealer, (await fixture.newIdentity()).id, 60);
  await approval.approve(window, 'kim');
  const other = window.split('.', 1)[0] ?? '';
  expect((await reveal(revealer, other)).status).toBe(200);
  expect((await act(fixture.people.manager, window, 'revoke', 'enough')).body.status).toBe('revoked');
  expect((await reveal(revealer, other)).body.code).toBe('APPROVAL_REQUIRED');
});

test('a request ends with its identity, approved or not, and comes back with nobody', async () => {
  const { id } = await fixture.newIdentity();
  const waiting = await approval.ask(user, id);
  const approved = await approval.ask(revealer, id);
  await approval.approve(approved, 'kim');
  await fixture.owner.ok('DELETE', `/identities/${id}`);
  const { client: kim } = approval.approvers.kim;
  expect((await kim.ok('GET', `/access-requests?view=waiting-for-me&identityId=${id}`)).items).toEqual([]);
  for (const back of [false, true]) {
    if (back) await fixture.owner.ok('POST', `/identities/${id}/undelete`);
    for (const requestId of [waiting, approved]) {
      expect(await approval.statusOf(requestId)).toBe('expired');
      expect((await act(kim, requestId, 'approve')).body).toMatchObject({
        status: 409,
        code: 'CONFLICT',
        detail: 'The request is expired: nothing is to be decided on it any more.',
      });
    }
  }
  expect((await reveal(revealer, id)).body.code).toBe('APPROVAL_REQUIRED');
});
