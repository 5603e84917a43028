import { client, type Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let n = 0;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
});
afterAll(() => application.end());

const problem = (status: number, code: string) => ({ status, body: { code } });
const newMachine = async (): Promise<string> =>
  (await owner.ok('POST', '/users', { kind: 'machine', displayName: `Robot ${(n += 1)}` })).id;
const newRole = async (...permissions: string[]): Promise<string> =>
  (await owner.ok('POST', '/roles', { name: `Role ${(n += 1)}`, permissions })).id;
const assign = (id: string, ...roles: object[]) => owner.ok('PUT', `/users/${id}/roles`, { roles });
const newToken = async (id: string, terms: object = {}) =>
  owner.ok('POST', `/users/${id}/tokens`, { name: 'Job', expiresInDays: 30, ...terms });
const act = (token: string) => client(application.url, '', token);
const machineWith = async (...permissions: string[]) => {
  const id = await newMachine();
  await assign(id, { roleId: await newRole(...permissions), organizationId: fixture.organizationId });
  return { id, machine: act((await newToken(id)).token) };
};
/** Somebody who makes users, and holds these permissions for all organizations. */
const accountant = async (...permissions: string[]) => {
  const person = await application.as(`accountant-${(n += 1)}@example.com`);
  const { user } = await person.ok('GET', '/me');
  await assign(user.id, { roleId: await newRole('accounts.manage', ...permissions) });
  return person;
};

test('a machine is a user without an e-mail, and signs in with a token of its own', async () => {
  const { id, machine } = await machineWith('pam_vaults.view');
  const me = await machine.ok('GET', '/me');
  expect(me.user).toMatchObject({ id, kind: 'machine', active: true, owner: false });
  expect(me.user).not.toHaveProperty('email');
  expect(me.idpMapping).toBeNull();
  expect((await machine.ok('GET', '/identity-groups')).items.map(({ id: each }: { id: string }) => each)).toEqual([
    fixture.vaultId,
  ]);
  expect(await owner.ok('GET', `/users/${id}`)).toMatchObject({ id, kind: 'machine' });
  expect(await owner.ok('GET', `/users/${fixture.userIds.viewer}`)).toMatchObject({ kind: 'person' });
});

test.each([
  [{ kind: 'machine' }],
  [{ kind: 'machine', displayName: 'Robot', email: 'robot@example.com' }],
  [{ kind: 'machine', displayName: 'owner@example.com' }],
  [{ kind: 'machine', displayName: 'Robot', issuer: 'https://x', subject: 's' }],
  [{ displayName: 'Nobody' }],
])('%j makes nobody', async (body) => {
  expect(await owner.post('/users', body)).toMatchObject(problem(400, 'VALIDATION_FAILED'));
});

test('a token is told once, kept nowhere, and listed with its last use', async () => {
  const id = await newMachine();
  const terms = { name: 'Nightly', expiresInDays: 90, permissions: ['pam_vaults.view'], addresses: ['127.0.0.0/8'] };
  const key = { 'idempotency-key': `make-${id}` };
  const made = await owner.post(`/users/${id}/tokens`, terms, key);
  expect(made).toMatchObject({ status: 201, body: { token: expect.stringMatching(/^klt_/), name: 'Nightly' } });
  expect(made.headers.get('cache-control')).toBe('no-store');
  const { token, ...told } = made.body;
  expect((await owner.post(`/users/${id}/tokens`, terms, key)).body).toEqual(told);
  expect((await owner.ok('GET', `/users/${id}/tokens`)).items).toEqual([told]);
  await act(token).ok('GET', '/me');
  const [used] = (await owner.ok('GET', `/users/${id}/tokens`)).items;
  expect(Date.now() - Date.parse(used.lastUsedAt)).toBeLessThan(60_000);
  expect(JSON.stringify(await owner.ok('GET', `/streams/user-${id}`))).not.toContain(token);
  expect(application.logged.join('')).not.toContain(token);
});

test('what a machine does is told as done by it, with which token', async () => {
  const { id, machine } = await machineWith('pam_vaults.manage');
  const body = { name: 'Made by a robot', organizationId: fixture.organizationId };
  await machine.ok('POST', '/identity-groups', body);
  const { items } = await owner.ok('GET', `/audit?actor=${id}&type=keyledger.vault-created.v1`);
  expect(items).toMatchObject([{ actor: { kind: 'user', userId: id, tokenId: expect.any(String) } }]);
});

test('a token is out from the request on that follows its revocation, and so is its machine when switched off', async () => {
  const id = await newMachine();
  const [one, other] = [await newToken(id), await newToken(id)];
  await act(one.token).ok('GET', '/me');
  await owner.ok('DELETE', `/users/${id}/tokens/${one.id}`);
  expect(await act(one.token).get('/me')).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  expect(await owner.delete(`/users/${id}/tokens/${one.id}`)).toMatchObject(problem(404, 'NOT_FOUND'));
  await act(other.token).ok('GET', '/me');
  await owner.ok('PATCH', `/users/${id}`, { active: false });
  expect(await act(other.token).get('/me')).toMatchObject(problem(401, 'UNAUTHENTICATED'));
});

test('a made-up token, and one from another address, is none', async () => {
  const id = await newMachine();
  const elsewhere = await newToken(id, { addresses: ['203.0.113.0/24'] });
  const refused = await act(elsewhere.token).get('/me');
  expect(refused).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  expect(refused.body.detail).toMatch(/address/);
  for (const token of [`klt_${id}`, elsewhere.token.slice(0, -1), `klt_${'0'.repeat(81)}`]) {
    expect(await act(token).get('/me')).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  }
  for (const bad of [
    { expiresInDays: 366 },
    { expiresInDays: 0 },
    { permissions: ['root'] },
    { addresses: ['home'] },
  ]) {
    const body = { name: 'Job', expiresInDays: 30, ...bad };
    expect(await owner.post(`/users/${id}/tokens`, body)).toMatchObject(problem(400, 'VALIDATION_FAILED'));
  }
  const person = `/users/${fixture.userIds.viewer}/tokens`;
  expect(await owner.post(person, { name: 'Job', expiresInDays: 1 })).toMatchObject(problem(409, 'CONFLICT'));
});

test('a narrow token of an owner is no owner', async () => {
  const id = await newMachine();
  await owner.ok('PUT', `/users/${id}/owner`, { owner: true });
  const narrow = act((await newToken(id, { permissions: ['pam_vaults.view'] })).token);
  expect(await narrow.ok('GET', '/me')).toMatchObject({ owner: false, permissions: ['pam_vaults.view'] });
  expect(await narrow.post('/organizations', { name: 'Mine' })).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  const { id: identityId } = await fixture.newIdentity();
  expect(await narrow.post(`/identities/${identityId}/reveal`)).toMatchObject(problem(403, 'NO_IDP_USER_MAPPING'));
  expect((await narrow.get('/operations/projections')).status).toBe(403);
  const whole = act((await newToken(id)).token);
  expect((await whole.post(`/identities/${identityId}/reveal`)).status).toBe(200);
  await owner.ok('PUT', `/users/${id}/owner`, { owner: false });
});

test('a narrow token gives no role that its machine holds and it does not', async () => {
  const id = await newMachine();
  const roleId = await newRole('accounts.manage', 'pam_vaults.view');
  await assign(id, { roleId });
  const narrow = act((await newToken(id, { permissions: ['accounts.manage'] })).token);
  expect(await narrow.put(`/users/${fixture.userIds.stranger}/roles`, { roles: [{ roleId }] })).toMatchObject(
    problem(403, 'PERMISSION_DENIED'),
  );
});

test('whoever makes a token holds what the machine holds, and is an owner once it is linked or an owner', async () => {
  const id = await newMachine();
  const make = (who: Client) => who.post(`/users/${id}/tokens`, { name: 'Mine', expiresInDays: 1 });
  const [lesser, equal] = [await accountant(), await accountant('pam_vaults.view')];
  expect((await make(lesser)).status).toBe(201);
  await assign(id, { roleId: await newRole('pam_vaults.view'), organizationId: fixture.organizationId });
  expect(await make(lesser)).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  expect((await make(equal)).status).toBe(201);
  await owner.ok('PUT', `/users/${id}/idp-user`, { idpUserId: fixture.idpUserIds['user'] });
  expect(await make(equal)).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  await owner.ok('PUT', `/users/${id}/idp-user`, { idpUserId: null });
  await owner.ok('PUT', `/users/${id}/owner`, { owner: true });
  expect(await make(equal)).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  expect(await make(fixture.people.steward)).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  await owner.ok('PUT', `/users/${id}/owner`, { owner: false });
});

test('a linked machine uses the grants of its IDP user, until it is unlinked', async () => {
  const { id, machine } = await machineWith('pam_vaults.view');
  const { id: identityId, value } = await fixture.newIdentity();
  const reveal = () => machine.post(`/identities/${identityId}/reveal`);
  expect(await reveal()).toMatchObject(problem(403, 'NO_IDP_USER_MAPPING'));
  const link = { idpUserId: fixture.idpUserIds['user'] };
  expect(await fixture.people.admin.put(`/users/${id}/idp-user`, link)).toMatchObject(
    problem(403, 'PERMISSION_DENIED'),
  );
  expect(await owner.ok('PUT', `/users/${id}/idp-user`, link)).toMatchObject({ id, ...link });
  expect(await reveal()).toMatchObject({ status: 200, body: { credential: { value } } });
  const checkedOut = { reason: 'nightly', durationMinutes: 30 };
  const { session } = await machine.ok('POST', `/identities/${identityId}/checkout`, checkedOut);
  expect(session).toMatchObject({ userId: id, userEmail: expect.stringMatching(/^Robot/) });
  expect(await owner.ok('PUT', `/users/${id}/idp-user`, { idpUserId: null })).not.toHaveProperty('idpUserId');
  expect(await reveal()).toMatchObject(problem(403, 'NO_IDP_USER_MAPPING'));
  expect(
    (await machine.post(`/sessions/${session.id}/extend`, { durationMinutes: 5, reason: 'more' })).status,
  ).not.toBe(200);
  const person = `/users/${fixture.userIds.viewer}/idp-user`;
  expect(await owner.put(person, link)).toMatchObject(problem(409, 'CONFLICT'));
  expect(await owner.put(`/users/${id}/idp-user`, { idpUserId: 'nobody' })).toMatchObject(problem(404, 'NOT_FOUND'));
});

test('a machine never gives grants, makes tokens, owners, admins, sign-ins or links, be it an owner', async () => {
  const id = await newMachine();
  await owner.ok('PUT', `/users/${id}/owner`, { owner: true });
  const machine = act((await newToken(id)).token);
  const grantId = fixture.grantIds['user'];
  const grants = `/identity-groups/${fixture.vaultId}/access`;
  const grant = { principalType: 'user', principalId: fixture.idpUserIds['viewer'], level: 'checkout' };
  const tries: [string, string, object][] = [
    ['POST', grants, grant],
    ['PATCH', `${grants}/${grantId}`, { level: 'view_vault' }],
    ['POST', `/users/${id}/tokens`, { name: 'More', expiresInDays: 365 }],
    ['PUT', `/users/${id}/owner`, { owner: true }],
    ['PUT', `/users/${fixture.userIds.viewer}/admin`, { admin: true }],
    ['POST', `/users/${id}/sign-ins`, { issuer: 'keyledger', subject: 'x@example.com' }],
    ['PUT', `/users/${id}/idp-user`, { idpUserId: fixture.idpUserIds['user'] }],
    ['POST', '/users', { email: 'new@example.com', issuer: 'https://x', subject: 's' }],
  ];
  for (const [method, path, body] of tries) {
    expect([path, await machine.send(method, path, body)]).toMatchObject([path, problem(403, 'PERMISSION_DENIED')]);
  }
  expect((await machine.ok('GET', '/me')).permissions).not.toContain('pam_vaults.break_glass');
  // It is no owner to count on either.
  const own = (await owner.ok('GET', '/me')).user.id;
  expect(await owner.put(`/users/${own}/owner`, { owner: false })).toMatchObject(problem(409, 'LAST_OWNER'));
  await owner.ok('PUT', `/users/${id}/owner`, { owner: false });
});
