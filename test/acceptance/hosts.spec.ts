import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

let application: RunningApplication;
let owner: Client;
let keeper: Client;
let viewer: Client;
let acme: { id: string };
let other: { id: string };

beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  acme = await owner.ok('POST', '/organizations', { name: 'Acme' });
  other = await owner.ok('POST', '/organizations', { name: 'Other' });
  const withRole = async (email: string, permission: string): Promise<Client> => {
    const role = await owner.ok('POST', '/roles', { name: permission, permissions: [permission] });
    const who = await application.as(email);
    const { user } = await who.ok('GET', '/me');
    await owner.ok('PUT', `/users/${user.id}/roles`, { roles: [{ roleId: role.id, organizationId: acme.id }] });
    return who;
  };
  keeper = await withRole('keeper@example.com', 'hosts.manage_users');
  viewer = await withRole('viewer@example.com', 'pam_vaults.view');
});
afterAll(() => application.end());

test('a host is made, found, renamed and deleted', async () => {
  const made = await keeper.post('/hosts', { name: 'web-1', organizationId: acme.id });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ name: 'web-1', organizationId: acme.id, online: false });
  const path = `/hosts/${made.body.id}`;
  const read = await viewer.get(path);
  expect(read.body).toEqual(made.body);
  expect((await viewer.ok('GET', '/hosts?q=WEB')).items).toEqual([made.body]);
  expect((await viewer.ok('GET', `/hosts?organizationId=${acme.id}`)).items).toEqual([made.body]);
  const etag = { 'If-Match': read.headers.get('etag') ?? '' };
  expect((await keeper.patch(path, { name: 'web-2' }, etag)).body).toMatchObject({ name: 'web-2' });
  expect((await keeper.patch(path, { name: 'web-3' }, etag)).body).toMatchObject({ code: 'PRECONDITION_FAILED' });
  expect((await keeper.delete(path)).status).toBe(204);
  expect((await keeper.get(path)).status).toBe(404);
  expect((await keeper.delete(path)).status).toBe(404);
});

test('a host that an identity names stays', async () => {
  const host = await keeper.ok('POST', '/hosts', { name: 'db-1', organizationId: acme.id });
  await owner.ok('PUT', `/organizations/${acme.id}/secret`, { secret: 's'.repeat(40) });
  const vault = await owner.ok('POST', '/identity-groups', { name: 'V', organizationId: acme.id });
  const identity = await owner.ok('POST', '/identities', {
    identityGroupId: vault.id,
    name: 'root',
    username: 'root',
    credential: 'x1',
    credentialType: 'password',
    hostIds: [host.id],
  });
  expect((await keeper.delete(`/hosts/${host.id}`)).body).toMatchObject({ status: 409, code: 'HOST_IN_USE' });
  await owner.ok('DELETE', `/identities/${identity.id}`);
  expect((await keeper.delete(`/hosts/${host.id}`)).status).toBe(204);
});

test('an identity that is brought back is on the hosts that are left, of which none can be deleted then', async () => {
  const [one, two] = await Promise.all(
    ['db-1', 'db-2'].map((name) => owner.ok('POST', '/hosts', { name, organizationId: acme.id })),
  );
  await owner.ok('PUT', `/organizations/${acme.id}/secret`, { secret: 's'.repeat(40) });
  const vault = await owner.ok('POST', '/identity-groups', { name: 'V', organizationId: acme.id });
  const made = await owner.ok('POST', '/identities', {
    identityGroupId: vault.id,
    name: 'db',
    username: 'db',
    credential: 'x',
    credentialType: 'password',
    hostIds: [one.id, two.id],
    rotationIntervalDays: 30,
  });
  const path = `/identities/${made.id}`;
  await owner.ok('DELETE', path);
  expect((await owner.delete(`/hosts/${one.id}`)).status).toBe(204);
  expect(await owner.ok('POST', `${path}/undelete`)).toEqual({ ...made, hostIds: [two.id] });
  expect((await owner.delete(`/hosts/${two.id}`)).body).toMatchObject({ code: 'HOST_IN_USE', identityCount: 1 });
  const { items } = await owner.ok('GET', `/audit?identityId=${made.id}&order=asc`);
  const told = items.map(({ type }: { type: string }) => type);
  expect(told.slice(-2)).toEqual(['keyledger.identity-undeleted.v1', 'keyledger.identity-changed.v1']);
  await owner.ok('DELETE', path);
  expect((await owner.delete(`/hosts/${two.id}`)).status).toBe(204);
  expect(await owner.ok('POST', `${path}/undelete`)).toEqual({ ...made, hostIds: [] });
});

test('who may only look changes nothing, who has no role there sees nothing', async () => {
  const host = await keeper.ok('POST', '/hosts', { name: 'mail-1', organizationId: acme.id });
  const stranger = await application.as('stranger@example.com');
  expect((await viewer.post('/hosts', { name: 'x', organizationId: acme.id })).status).toBe(403);
  expect((await viewer.delete(`/hosts/${host.id}`)).status).toBe(403);
  expect((await keeper.post('/hosts', { name: 'x', organizationId: other.id })).status).toBe(404);
  expect((await stranger.get(`/hosts/${host.id}`)).status).toBe(404);
  expect((await stranger.get('/hosts')).status).toBe(403);
  expect((await keeper.get(`/hosts?organizationId=${other.id}`)).status).toBe(404);
});

test('an organization with a host in it stays', async () => {
  const host = await owner.ok('POST', '/hosts', { name: 'last', organizationId: other.id });
  expect((await owner.delete(`/organizations/${other.id}`)).body).toMatchObject({ code: 'ORGANIZATION_NOT_EMPTY' });
  await owner.ok('DELETE', `/hosts/${host.id}`);
  expect((await owner.delete(`/organizations/${other.id}`)).status).toBe(204);
});
