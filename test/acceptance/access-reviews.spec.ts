import type { Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';

/** Reviews of access that are held: each grant of a vault kept or revoked, and a record of it. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let manager: Client;
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  ({ owner, manager } = fixture.people);
});
afterAll(() => application.end());

interface Line {
  readonly grantId: string;
  readonly decision?: object;
}
const newVault = async (...kinds: readonly string[]) => {
  const { id } = await owner.ok('POST', '/identity-groups', {
    name: 'Reviewed',
    organizationId: fixture.organizationId,
  });
  const grants = kinds.map((kind) => ({
    principalType: kind === 'group' ? 'group' : 'user',
    principalId: kind === 'group' ? fixture.groupId : fixture.idpUserIds[kind],
    level: 'checkout',
  }));
  const { items } =
    grants.length === 0 ? { items: [] } : await owner.ok('POST', `/identity-groups/${id}/access/bulk`, { grants });
  return { id: id as string, grantIds: items.map((item: { id: string }) => item.id) as string[] };
};
const open = (who: Client, identityGroupId: string, dueInDays = 30) =>
  who.post('/access-reviews', { identityGroupId, dueInDays });
const decide = (who: Client, id: string, grantId: string, decision: string, reason?: string) =>
  who.post(`/access-reviews/${id}/decisions`, { grantId, decision, ...(reason === undefined ? {} : { reason }) });
const grantsOf = async (vaultId: string) =>
  (await owner.ok('GET', `/identity-groups/${vaultId}/access`)).items.map(({ id }: { id: string }) => id);

test('each grant is kept or revoked at once, and an auditor reads the record', async () => {
  const { id: vaultId, grantIds } = await newVault('user', 'revealer', 'group');
  const [kept = '', revoked = '', group = ''] = grantIds;
  const opened = await open(manager, vaultId);
  expect(opened.status).toBe(201);
  expect(opened.headers.get('location')).toBe(`/api/v1/access-reviews/${opened.body.id}`);
  const { id } = opened.body;
  expect(opened.body).toMatchObject({
    identityGroupId: vaultId,
    identityGroupName: 'Reviewed',
    status: 'open',
    total: 3,
    decided: 0,
  });
  expect(opened.body.dueAt).toBe(clock.in(30 * 24 * 60));
  expect(opened.body.lines.map(({ grantId }: Line) => grantId).sort()).toEqual(grantIds.toSorted());
  expect((await decide(manager, id, kept, 'keep')).body).toMatchObject({ decided: 1, status: 'open' });
  expect((await manager.post(`/access-reviews/${id}/close`)).body).toMatchObject({
    code: 'CONFLICT',
    open: [revoked, group],
  });
  expect((await decide(manager, id, revoked, 'revoke')).body).toMatchObject({
    code: 'VALIDATION_FAILED',
    errors: [{ field: 'reason' }],
  });
  expect((await decide(manager, id, revoked, 'revoke', 'left the team')).status).toBe(200);
  expect(await grantsOf(vaultId)).not.toContain(revoked);
  await owner.ok('DELETE', `/identity-groups/${vaultId}/access/${group}`);
  expect((await decide(manager, id, group, 'keep')).body.code).toBe('CONFLICT');
  const closed = await manager.post(`/access-reviews/${id}/close`);
  expect(closed.body).toMatchObject({ status: 'closed', kept: 1, revoked: 1, gone: 1, closedByEmail: manager.email });
  expect((await manager.post(`/access-reviews/${id}/close`)).body).toEqual(closed.body);
  expect((await decide(owner, id, kept, 'revoke', 'late')).body.code).toBe('CONFLICT');
  const { auditor } = fixture.people;
  const record = await auditor.ok('GET', `/access-reviews/${id}`);
  expect(record.lines.find(({ grantId }: Line) => grantId === revoked)).toMatchObject({
    principalName: 'revealer',
    level: 'checkout',
    decision: { decision: 'revoke', reason: 'left the team', userEmail: manager.email },
  });
  expect((await auditor.ok('GET', `/access-reviews?identityGroupId=${vaultId}`)).items).toEqual([
    expect.objectContaining({ id, status: 'closed', kept: 1 }),
  ]);
  const { items } = await auditor.ok('GET', `/streams/accessReview-${id}`);
  expect(items).toHaveLength(4);
  expect(
    (await auditor.ok('GET', `/audit?identityGroupId=${vaultId}&type=keyledger.access-review-closed.v1`)).items,
  ).toHaveLength(1);
});

test('nobody decides on their own access, by a grant or a group, owners included', async () => {
  const { id: vaultId, grantIds } = await newVault('user', 'manager', 'group');
  const [other = '', own = '', group = ''] = grantIds;
  await owner.ok('PUT', `/idp/groups/${fixture.groupId}/members/${fixture.idpUserIds['manager']}`);
  const idp = await owner.ok('POST', '/idp/users', { email: owner.email, displayName: 'The owner', active: false });
  await owner.ok('PUT', `/idp/groups/${fixture.groupId}/members/${idp.id}`);
  const { id } = (await open(manager, vaultId)).body;
  for (const decision of ['keep', 'revoke']) {
    expect((await decide(manager, id, own, decision, 'x')).body.code).toBe('PERMISSION_DENIED');
    expect((await decide(manager, id, group, decision, 'x')).body.code).toBe('PERMISSION_DENIED');
    expect((await decide(owner, id, group, decision, 'x')).body.code).toBe('PERMISSION_DENIED');
  }
  expect((await decide(owner, id, own, 'keep')).status).toBe(200);
  expect((await decide(manager, id, other, 'keep')).status).toBe(200);
  expect(
    (await owner.ok('GET', `/audit?identityGroupId=${vaultId}&type=keyledger.access-review-decide-refused.v1`)).items,
  ).toHaveLength(6);
  await owner.ok('DELETE', `/idp/groups/${fixture.groupId}/members/${idp.id}`);
});

test('what was kept and is raised afterwards is to be decided on anew', async () => {
  const { id: vaultId, grantIds } = await newVault('user');
  const [grantId = ''] = grantIds;
  await owner.ok('PATCH', `/identity-groups/${vaultId}/access/${grantId}`, { level: 'view_vault' });
  const { id } = (await open(manager, vaultId)).body;
  await decide(manager, id, grantId, 'keep');
  await owner.ok('PATCH', `/identity-groups/${vaultId}/access/${grantId}`, { level: 'checkout' });
  expect((await manager.post(`/access-reviews/${id}/close`)).body).toMatchObject({ code: 'CONFLICT', open: [grantId] });
  expect((await decide(manager, id, grantId, 'keep')).body.lines[0].decision).toMatchObject({ level: 'checkout' });
  expect((await manager.post(`/access-reviews/${id}/close`)).body.status).toBe('closed');
});

test('held by who manages vaults there, read by auditors too; hidden from everybody else', async () => {
  const { id: vaultId, grantIds } = await newVault('user');
  const { user, auditor, stranger } = fixture.people;
  expect((await open(user, vaultId)).body.code).toBe('PERMISSION_DENIED');
  expect((await open(auditor, vaultId)).body.code).toBe('PERMISSION_DENIED');
  expect((await open(stranger, vaultId)).body.code).toBe('NOT_FOUND');
  expect((await open(manager, 'nothing')).body.code).toBe('NOT_FOUND');
  expect((await open(manager, (await newVault()).id)).status).toBe(409);
  const { id } = (await open(manager, vaultId, 1)).body;
  for (const [who, code] of [
    [user, 'PERMISSION_DENIED'],
    [auditor, 'PERMISSION_DENIED'],
    [stranger, 'NOT_FOUND'],
  ] as const) {
    expect((await decide(who, id, grantIds[0] ?? '', 'keep')).body.code).toBe(code);
    expect((await who.post(`/access-reviews/${id}/close`)).body.code).toBe(code);
  }
  expect((await user.get(`/access-reviews/${id}`)).body.code).toBe('PERMISSION_DENIED');
  expect((await stranger.get(`/access-reviews/${id}`)).body.code).toBe('NOT_FOUND');
  expect((await user.get('/access-reviews')).body.code).toBe('PERMISSION_DENIED');
  expect((await auditor.get(`/access-reviews/${id}`)).body.overdue).toBe(false);
  clock.pass(24 * 60);
  expect((await auditor.get(`/access-reviews/${id}`)).body.overdue).toBe(true);
});

test('comes once with its key, and two who decide at once decide once', async () => {
  const { id: vaultId, grantIds } = await newVault('user');
  const [grantId = ''] = grantIds;
  const ask = () =>
    manager.post('/access-reviews', { identityGroupId: vaultId, dueInDays: 5 }, { 'idempotency-key': `r-${vaultId}` });
  const first = await ask();
  expect((await ask()).body).toEqual(first.body);
  const { id } = first.body;
  const answers = await Promise.all([
    decide(manager, id, grantId, 'keep'),
    decide(owner, id, grantId, 'revoke', 'unused'),
    decide(owner, id, grantId, 'revoke', 'unused'),
  ]);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  expect(await grantsOf(vaultId)).toEqual([]);
  const { items } = await owner.ok('GET', `/streams/accessReview-${id}`);
  const revoked = items.filter(({ data }: { data: { decision?: string } }) => data.decision === 'revoke');
  expect(revoked).toHaveLength(1);
});
