import type { Client } from '../support/application/client';
import { until } from '../support/until';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

let application: RunningApplication;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
});
afterAll(() => application.end());

const userOf = async (who: Client): Promise<string> => (await who.ok('GET', '/me')).user.id;
const person = (email: string, displayName = 'Somebody') =>
  owner.post('/idp/users', { email, displayName, active: true });
const withRole = async (email: string, permission: string, organizationId?: string): Promise<Client> => {
  const who = await application.as(email);
  const role = await owner.ok('POST', '/roles', { name: permission, permissions: [permission] });
  const assignment = { roleId: role.id, ...(organizationId === undefined ? {} : { organizationId }) };
  await owner.ok('PUT', `/users/${await userOf(who)}/roles`, { roles: [assignment] });
  return who;
};

test('one IDP user per e-mail, free again when deleted', async () => {
  const made = await person('Ann@x.org', 'Ann Archer');
  expect(made.status).toBe(201);
  expect(made.body).toEqual({ id: made.body.id, email: 'Ann@x.org', displayName: 'Ann Archer', active: true });
  expect((await person('ann@X.org')).body).toMatchObject({ status: 409, code: 'EMAIL_TAKEN' });
  const path = `/idp/users/${made.body.id}`;
  const seen = { 'if-match': made.headers.get('etag') ?? '' };
  expect((await owner.patch(path, { active: false }, seen)).body.active).toBe(false);
  expect((await owner.patch(path, { active: true }, seen)).status).toBe(412);
  expect((await owner.patch(path, { email: 'b@x.org' })).body.errors[0].field).toBe('email');
  expect((await owner.get('/idp/users?q=arch')).body.items).toHaveLength(1);
  expect((await owner.delete(path)).status).toBe(204);
  expect((await owner.get(path)).status).toBe(404);
  expect((await person('ann@x.org')).status).toBe(201);
});

test('who has the e-mail of an active IDP user is mapped to it', async () => {
  const bob = await application.as('bob@x.org');
  const { id } = (await person('BOB@x.org')).body;
  expect((await bob.get('/me')).body.idpMapping).toEqual({ idpUserId: id });
  await owner.ok('PATCH', `/idp/users/${id}`, { active: false });
  expect((await bob.get('/me')).body.idpMapping).toBeNull();
});

test('groups and their members', async () => {
  const group = await owner.ok('POST', '/idp/groups', { name: 'Operations' });
  const [one, two] = [(await person('one@x.org')).body, (await person('two@x.org')).body];
  const path = `/idp/groups/${group.id}`;
  for (const member of [one, two, two]) {
    expect((await owner.put(`${path}/members/${member.id}`)).status).toBe(204);
  }
  expect((await owner.get(path)).body).toEqual({ id: group.id, name: 'Operations', memberCount: 2 });
  const first = (await owner.get(`${path}/members?limit=1`)).body;
  const second = (await owner.get(`${path}/members?limit=1&cursor=${first.nextCursor}`)).body;
  expect([...first.items, ...second.items]).toEqual(expect.arrayContaining([one, two]));
  expect(second.nextCursor).toBeNull();
  expect((await owner.delete(`${path}/members/${one.id}`)).status).toBe(204);
  expect((await owner.delete(`${path}/members/${one.id}`)).status).toBe(204);
  await owner.ok('DELETE', `/idp/users/${two.id}`);
  expect((await owner.get(`${path}/members`)).body.items).toEqual([]);
  expect((await owner.put(`${path}/members/${two.id}`)).body.code).toBe('NOT_FOUND');
  expect((await owner.patch(path, {})).body.name).toBe('Operations');
  expect((await owner.patch(path, { name: 'Ops' })).body.name).toBe('Ops');
  expect((await owner.delete(path)).status).toBe(204);
  expect((await owner.get(`${path}/members`)).status).toBe(404);
});

test('who is taken out of the directory is counted in no group any more', async () => {
  const gone = (await person('gone@x.org')).body;
  const paths: string[] = [];
  for (const name of ['First', 'Second']) {
    const path = `/idp/groups/${(await owner.ok('POST', '/idp/groups', { name })).id}`;
    await owner.ok('PUT', `${path}/members/${gone.id}`);
    paths.push(path);
  }
  await owner.ok('DELETE', `/idp/users/${gone.id}`);
  const counts = async () => Promise.all(paths.map(async (path) => (await owner.ok('GET', path)).memberCount));
  await until('the groups without the person', async () => (await counts()).every((count) => count === 0));
});

test('only owners add themselves', async () => {
  const keeper = await withRole('keeper@x.org', 'directory.manage');
  const self = (await person('Keeper@x.org')).body;
  const group = await keeper.ok('POST', '/idp/groups', { name: 'Mine' });
  const place = `/idp/groups/${group.id}/members/${self.id}`;
  expect((await keeper.put(place)).body).toMatchObject({ status: 403, code: 'SELF_GRANT' });
  expect((await owner.put(place)).status).toBe(204);
  expect((await keeper.delete(place)).status).toBe(204);
});

test('who manages the directory gets to no value by their own record, in whatever state it is', async () => {
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'Guarded' });
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: 'a secret of thirty-two characters' });
  const vault = await owner.ok('POST', '/identity-groups', { name: 'V', organizationId });
  const settings = { name: 'root', username: 'root', credential: 'hunter2', credentialType: 'password' };
  const identity = await owner.ok('POST', '/identities', { ...settings, identityGroupId: vault.id });
  const group = await owner.ok('POST', '/idp/groups', { name: 'Operators' });
  const principal = { principalType: 'group', principalId: group.id };
  await owner.ok('POST', `/identity-groups/${vault.id}/access`, { ...principal, level: 'checkout' });
  const mallory = await application.as('mallory@x.org');
  const role = await owner.ok('POST', '/roles', { name: 'm', permissions: ['directory.manage', 'pam_vaults.view'] });
  await owner.ok('PUT', `/users/${await userOf(mallory)}/roles`, { roles: [{ roleId: role.id }] });
  const self = { email: 'Mallory@X.org', displayName: 'Mallory', active: true };
  const refused = { status: 403, code: 'SELF_GRANT' };
  expect((await mallory.post('/idp/users', self)).body).toMatchObject(refused);
  for (const active of [true, false]) {
    const { id } = await owner.ok('POST', '/idp/users', { ...self, active });
    for (const [method, path, body] of [
      ['PATCH', `/idp/users/${id}`, { active: !active }],
      ['PATCH', `/idp/users/${id}`, { displayName: 'M' }],
      ['PUT', `/idp/groups/${group.id}/members/${id}`, undefined],
      ['DELETE', `/idp/users/${id}`, undefined],
      ['POST', '/idp/users', self],
    ] as const) {
      expect((await mallory.send(method, path, body)).body).toMatchObject(refused);
    }
    const { status } = await mallory.post(`/identities/${identity.id}/checkout`, { reason: 'x', durationMinutes: 5 });
    expect(status).toBe(403);
    await owner.ok('DELETE', `/idp/users/${id}`);
    expect((await mallory.patch(`/idp/users/${id}`, { active: true })).body.code).toBe('NOT_FOUND');
  }
});

test('a vault manager looks up, and changes nothing; the directory counts only for all organizations', async () => {
  const organization = await owner.ok('POST', '/organizations', { name: 'Acme' });
  const manager = await withRole('manager@x.org', 'pam_vaults.manage', organization.id);
  const partly = await withRole('partly@x.org', 'directory.manage', organization.id);
  const { id } = (await person('looked@x.org')).body;
  expect((await manager.get(`/idp/users/${id}`)).status).toBe(200);
  expect((await manager.get('/idp/groups')).status).toBe(200);
  expect((await partly.get(`/idp/users/${id}`)).body.code).toBe('PERMISSION_DENIED');
  for (const who of [manager, partly]) {
    expect((await who.post('/idp/groups', { name: 'x' })).body.code).toBe('PERMISSION_DENIED');
    expect((await who.patch(`/idp/users/${id}`, { active: false })).body.code).toBe('PERMISSION_DENIED');
  }
});
