import type { Client } from '../support/application/client';
import { fillingFirst, type FillingFirst } from '../support/application/filling-first';
import { SECRET, type Fixture } from '../support/application/fixture';
import type { Json } from '../support/json';
import { until } from '../support/until';
import { ABOUT_WORK, type TriedCommands } from '../support/application/tried-commands';

/*
 * What a server answers whose read models are being filled for the first time, as after their file was lost: here they don't
 * get anywhere at all until the last test.
 */
let filling: FillingFirst;
let fixture: Fixture;
let owner: Client;
let organizationId: string;
let vaultId: string;

const done: TriedCommands['done'] = (...given) => filling.tried.done(...given);

beforeAll(async () => {
  filling = await fillingFirst();
  ({ fixture, owner } = filling);
});
afterAll(() => filling.end());

test('readiness says so', async () => {
  const { status, body } = await owner.get('//health/ready');
  expect([status, body.ready]).toEqual([503, false]);
});

test('organizations, vaults and roles', async () => {
  const made = await done(owner, 'POST', '/organizations', { name: 'Filling' });
  expect(made).toMatchObject({ name: 'Filling', hasSecret: false });
  organizationId = made.id;
  await done(owner, 'PUT', `/organizations/${organizationId}/secret`, { secret: SECRET });
  expect(await done(owner, 'PATCH', `/organizations/${organizationId}`, { name: 'Filled' })).toMatchObject({
    name: 'Filled',
    hasSecret: true,
  });
  const gone = await done(owner, 'POST', '/organizations', { name: 'Gone' });
  await done(owner, 'DELETE', `/organizations/${gone.id}`);
  const vault = await done(owner, 'POST', '/identity-groups', { name: 'New', organizationId });
  vaultId = vault.id;
  expect(await done(owner, 'PATCH', `/identity-groups/${vaultId}`, { name: 'Newer' })).toMatchObject({ name: 'Newer' });
  const { id: empty } = await done(owner, 'POST', '/identity-groups', { name: 'Empty', organizationId });
  await done(owner, 'DELETE', `/identity-groups/${empty}`);
  const role = await done(owner, 'POST', '/roles', { name: 'r', permissions: ['pam_vaults.view'] });
  await done(owner, 'PATCH', `/roles/${role.id}`, { name: 'better' });
  await done(owner, 'DELETE', `/roles/${role.id}`);
});

test('users and their ways in', async () => {
  const { id: roleId } = await done(owner, 'POST', '/roles', { name: 'view', permissions: ['pam_vaults.view'] });
  const user = await done(owner, 'POST', '/users', { email: 'filling@example.com' });
  const path = `/users/${user.id}`;
  expect(await done(owner, 'PUT', `${path}/roles`, { roles: [{ roleId, organizationId }] })).toMatchObject({
    roles: [{ roleId, organizationId }],
  });
  await done(owner, 'PUT', `${path}/owner`, { owner: true });
  await done(owner, 'PUT', `${path}/admin`, { admin: true });
  await done(owner, 'PUT', `${path}/owner`, { owner: false });
  const signIn = await done(owner, 'POST', `${path}/sign-ins`, { issuer: 'https://id.example.com', subject: 's' });
  await done(owner, 'DELETE', `${path}/sign-ins/${signIn.id}`);
  const { id: machine } = await done(owner, 'POST', '/users', { kind: 'machine', displayName: 'builder' });
  const token = await done(owner, 'POST', `/users/${machine}/tokens`, { name: 't', expiresInDays: 1 });
  await done(owner, 'DELETE', `/users/${machine}/tokens/${token.id}`);
  await done(owner, 'PUT', `/users/${machine}/idp-user`, { idpUserId: fixture.idpUserIds['stranger'] });
  const off = await done(owner, 'PATCH', path, { active: false });
  expect(off).toMatchObject({ active: false, email: 'filling@example.com' });
  expect(off).not.toHaveProperty('exposed');
});

test('the directory', async () => {
  const person = { email: 'person@example.com', displayName: 'Person', active: true };
  const { id: idpUserId } = await done(owner, 'POST', '/idp/users', person);
  const { id: groupId } = await done(owner, 'POST', '/idp/groups', { name: 'g' });
  await done(owner, 'PUT', `/idp/groups/${groupId}/members/${idpUserId}`);
  expect(await done(owner, 'PATCH', `/idp/groups/${groupId}`, { name: 'h' })).toMatchObject({
    name: 'h',
    memberCount: 1,
  });
  await done(owner, 'DELETE', `/idp/groups/${groupId}/members/${idpUserId}`);
  await done(owner, 'PUT', `/idp/groups/${groupId}/roles`, { roles: [] });
  await done(owner, 'PUT', `/idp/groups/${groupId}/token-names`, { names: [] });
  expect(await done(owner, 'PATCH', `/idp/users/${idpUserId}`, { active: false })).toMatchObject({ active: false });
  const connection = await done(owner, 'POST', '/scim-connections', { name: 'scim' });
  await done(owner, 'PUT', `/idp/users/${idpUserId}/scim-connection`, { id: connection.id });
  await done(owner, 'PUT', `/idp/groups/${groupId}/scim-connection`, { id: connection.id });
  const token = await done(owner, 'POST', `/scim-connections/${connection.id}/tokens`);
  await done(owner, 'DELETE', `/scim-connections/${connection.id}/tokens/${token.id}`);
  await done(owner, 'PUT', `/idp/users/${idpUserId}/scim-connection`, { id: null });
  await done(owner, 'PUT', `/idp/groups/${groupId}/scim-connection`, { id: null });
  await done(owner, 'DELETE', `/idp/groups/${groupId}`);
  await done(owner, 'DELETE', `/idp/users/${idpUserId}`);
  await done(owner, 'DELETE', `/scim-connections/${connection.id}`);
});

test('grants, requests and reviews', async () => {
  const grants = `/identity-groups/${vaultId}/access`;
  const principal = { principalType: 'user', principalId: fixture.idpUserIds['user'], level: 'view_vault' };
  const grant = await done(owner, 'POST', grants, principal);
  expect(grant).toMatchObject(principal);
  expect(await done(owner, 'PATCH', `${grants}/${grant.id}`, { level: 'checkout' })).toMatchObject({
    level: 'checkout',
  });
  const lasting = { ...principal, principalId: fixture.idpUserIds['revealer'] };
  const { items } = await done(owner, 'POST', `${grants}/bulk`, { grants: [lasting] });
  expect(items).toMatchObject([{ status: expect.any(String) }]);
  const review = await done(owner, 'POST', '/access-reviews', { identityGroupId: vaultId, dueInDays: 3 });
  expect(review).toMatchObject({ status: 'open', total: 2 });
  const decision = { grantId: grant.id, decision: 'keep' };
  expect(await done(owner, 'POST', `/access-reviews/${review.id}/decisions`, decision)).toMatchObject({ decided: 1 });
  const [other] = review.lines.filter(({ grantId }: { grantId: string }) => grantId !== grant.id);
  const revoked = { grantId: other.grantId, decision: 'revoke', reason: 'r' };
  await done(owner, 'POST', `/access-reviews/${review.id}/decisions`, revoked);
  expect(await done(owner, 'POST', `/access-reviews/${review.id}/close`)).toMatchObject({ status: 'closed' });
  await done(owner, 'DELETE', `${grants}/${grant.id}`);
});

test('what answers no read model', async () => {
  const on = `/organizations/${organizationId}`;
  await done(owner, 'PUT', `${on}/notification-channels`, { channels: [] });
  await done(owner, 'PUT', '/notification-channels', { channels: [] });
  await done(owner, 'PUT', `${on}/support-access`, { enabled: true, reason: 'r' });
  await done(owner, 'POST', '/support-access/emergency-disable', { reason: 'r' });
});

test('what goes by lists is refused before anything is written', async () => {
  await filling.tried.refused(owner, `/users/${fixture.userIds.user}/exposure/rotate`, { reason: 'r' });
  await filling.tried.refused(owner, `/organizations/${organizationId}/encryption/upgrade`);
  const bytes = { 'content-type': 'application/octet-stream' };
  const file = '{"kind":"vault","name":"v"}';
  await filling.tried.refused(owner, `/organizations/${organizationId}/imports?apply=true`, file, bytes);
});

test('each thing is read as the log has it, also that it has gone', async () => {
  const { there, stale } = await filling.tried.readMeanwhile(owner);
  expect(there.length).toBeGreaterThan(5);
  expect(stale).toEqual([]);
});

test('policies wait, say so once, and are no error', async () => {
  const end = 'end-session-when-its-basis-is-lost';
  const waits = async () =>
    (await owner.ok('GET', '/operations/policies')).items.find(({ name }: Json) => name === end);
  await until('a policy that waits', async () => (await waits()).waitsFor === 'sessions');
  await done(owner, 'PATCH', `/users/${fixture.userIds.stranger}`, { active: false });
  const told = filling.application.logged.map((line) => JSON.parse(line) as { level: number; policy?: string });
  expect(told.filter(({ level }) => level >= 50)).toEqual([]);
  expect(told.filter(({ policy }) => policy === end)).toMatchObject([{ level: 40, waitsFor: 'sessions' }]);
});

test('no other command about what stays was forgotten', () => {
  expect(filling.tried.untried.filter((command) => !ABOUT_WORK.test(command))).toEqual([]);
});

test('what was told is what the read models hold once they are filled', async () => {
  filling.letGoOn();
  const compared = await filling.tried.compared(owner);
  expect(compared.length).toBeGreaterThan(3);
  for (const [now, told] of compared) expect(now).toMatchObject(told);
});
