import { act, checkOut, approvalsIn, type ApprovalFixture } from '../support/application/approvals';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** Approval of access: the policy of a vault, and the lists of requests. */
let application: RunningApplication;
let fixture: Fixture;
let approval: ApprovalFixture;
let user: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  approval = await approvalsIn(application, fixture);
  ({ user } = fixture.people);
});
afterAll(() => application.end());
beforeEach(() => approval.policy(1, ['kim']));

const listOf = async (who: Client, view: string, more = '') =>
  (await who.ok('GET', `/access-requests?view=${view}${more}`)).items.map(({ id }: { id: string }) => id);

test('an empty list locks the vault; breaking the glass goes all the same', async () => {
  await approval.policy(1, []);
  const { id, value } = await fixture.newIdentity();
  const requestId = await approval.ask(fixture.owner, id);
  await approval.policy(1, ['kim']);
  expect((await act(approval.approvers.kim.client, requestId, 'approve')).body.code).toBe('PERMISSION_DENIED');
  expect((await checkOut(fixture.owner, id)).body.code).toBe('APPROVAL_REQUIRED');
  const broken = await fixture.owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'the shop is down' });
  expect(broken.credential.value).toBe(value);
});

test('lists: what is mine, what waits for me, all with their history', async () => {
  const { id } = await fixture.newIdentity();
  const requestId = await approval.ask(user, id);
  expect(await listOf(user, 'mine', `&identityId=${id}`)).toEqual([requestId]);
  expect(await listOf(approval.approvers.kim.client, 'waiting-for-me', `&identityId=${id}`)).toEqual([requestId]);
  expect(await listOf(approval.approvers.lee.client, 'waiting-for-me', `&identityId=${id}`)).toEqual([]);
  expect((await user.get('/access-requests?view=waiting-for-me')).body.code).toBe('PERMISSION_DENIED');
  expect(await listOf(fixture.people.viewer, 'all', `&identityId=${id}&status=pending`)).toEqual([requestId]);
  expect((await approval.approvers.lee.client.get('/access-requests?view=all')).body.code).toBe('PERMISSION_DENIED');
  expect((await approval.approvers.kim.client.get(`/access-requests/${requestId}`)).status).toBe(200);
  expect((await approval.approvers.lee.client.get(`/access-requests/${requestId}`)).body.code).toBe(
    'PERMISSION_DENIED',
  );
  expect((await fixture.people.stranger.get(`/access-requests/${requestId}`)).body.code).toBe('NOT_FOUND');
  await approval.approve(requestId, 'kim');
  const { client: kim, userId: kimId } = approval.approvers.kim;
  const { roles } = await fixture.owner.ok('GET', `/users/${kimId}`);
  await approval.policy(1, ['lee']);
  expect((await kim.get(`/access-requests/${requestId}`)).body).toMatchObject({ status: 'pending' });
  await fixture.owner.ok('PUT', `/users/${kimId}/roles`, { roles: [] });
  expect((await kim.get(`/access-requests/${requestId}`)).body.code).toBe('NOT_FOUND');
  await fixture.owner.ok('PUT', `/users/${kimId}/roles`, { roles });
  await approval.policy(1, ['kim']);
  expect(await listOf(approval.approvers.kim.client, 'waiting-for-me', `&identityId=${id}`)).toEqual([]);
  expect(await listOf(fixture.people.viewer, 'all', `&identityId=${id}&status=approved`)).toEqual([requestId]);
});

describe('the policy', () => {
  const change = (who: Client, approvalPolicy: unknown) =>
    who.patch(`/identity-groups/${fixture.vaultId}`, { approvalPolicy });
  const of = (required: number, ...names: ('kim' | 'lee')[]) => ({
    required,
    approvers: { users: names.map((name) => approval.approvers[name].idpUserId), groups: [] },
  });

  test('is told with the vault, and names only who is there', async () => {
    expect((await fixture.owner.ok('GET', `/identity-groups/${fixture.vaultId}`)).approvalPolicy).toEqual(of(1, 'kim'));
    const nobody = { required: 1, approvers: { users: ['nobody'], groups: [] } };
    expect((await change(fixture.owner, nobody)).body).toMatchObject({
      status: 400,
      errors: [{ field: 'approvalPolicy.approvers.users' }],
    });
    expect((await change(fixture.owner, { required: 0, approvers: { users: [], groups: [] } })).status).toBe(400);
  });

  test.each<[string, unknown]>([
    ['cleared', () => null],
    ['with fewer approvals', () => of(1, 'kim')],
    ['with somebody more who approves', () => of(2, 'kim', 'lee')],
  ])('is not %s by who has access to the vault; without access it may be done, and that is told', async (_, next) => {
    await approval.policy(2, ['kim']);
    const after = (next as () => unknown)();
    const grant = { principalType: 'user', principalId: fixture.idpUserIds['manager'], level: 'view_vault' };
    const { id: grantId } = await fixture.owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
    expect((await change(fixture.people.manager, after)).body.code).toBe('SELF_GRANT');
    expect((await change(fixture.people.manager, of(3, 'kim'))).status).toBe(200);
    await fixture.owner.ok('DELETE', `/identity-groups/${fixture.vaultId}/access/${grantId}`);
    expect((await change(fixture.people.manager, after)).status).toBe(200);
    const [told] = (
      await fixture.owner.ok(
        'GET',
        `/audit?identityGroupId=${fixture.vaultId}&type=keyledger.approval-policy-weakened.v1`,
      )
    ).items;
    expect(told).toMatchObject({ actor: { email: fixture.people.manager.email }, data: { before: of(3, 'kim') } });
  });
});

test('who would send the value to another host needs an approval as who would see it does', async () => {
  const { id } = await fixture.newIdentity();
  const host = { name: 'elsewhere', organizationId: fixture.organizationId };
  const { id: hostId } = await fixture.owner.ok('POST', '/hosts', host);
  const move = () => fixture.owner.patch(`/identities/${id}`, { hostIds: [hostId] });
  expect((await move()).body.code).toBe('APPROVAL_REQUIRED');
  const requestId = await approval.ask(fixture.owner, id);
  expect((await move()).body.requests).toEqual([{ id: requestId, status: 'pending' }]);
  await approval.approve(requestId, 'kim');
  expect((await move()).status).toBe(200);
});

test('a part of a policy is merged into the one there is (RFC 7396); without one it must be whole', async () => {
  const { owner, idpUserIds } = fixture;
  const path = `/identity-groups/${fixture.vaultId}`;
  const patch = (approvalPolicy: object | null) => owner.patch(path, { approvalPolicy });
  await patch(null);
  const part = await patch({ required: 1, approvers: { users: [] } });
  expect([part.status, part.body.errors]).toEqual([
    400,
    [{ field: 'approvalPolicy.approvers.groups', message: 'is required' }],
  ]);
  const users = [idpUserIds['user']];
  await owner.ok('PATCH', path, { approvalPolicy: { required: 1, approvers: { users, groups: [] } } });
  const changed = await owner.ok('PATCH', path, { approvalPolicy: { required: 2 } });
  expect(changed.approvalPolicy).toEqual({ required: 2, approvers: { users, groups: [] } });
  const emptied = await owner.ok('PATCH', path, { approvalPolicy: { approvers: { users: [] } } });
  expect(emptied.approvalPolicy).toEqual({ required: 2, approvers: { users: [], groups: [] } });
  expect((await patch({ approvers: null })).status).toBe(400);
});
