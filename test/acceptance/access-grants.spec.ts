import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

let application: RunningApplication;
let owner: Client;
let manager: Client;
let vault: { id: string };
let ann: { id: string };
let own: { id: string };
let group: { id: string };
let path: string;

beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  const acme = await owner.ok('POST', '/organizations', { name: 'Acme' });
  vault = await owner.ok('POST', '/identity-groups', { name: 'Production', organizationId: acme.id });
  path = `/identity-groups/${vault.id}/access`;
  const person = (email: string) => owner.ok('POST', '/idp/users', { email, displayName: email, active: true });
  ann = await person('ann@example.com');
  own = await person('Manager@example.com');
  group = await owner.ok('POST', '/idp/groups', { name: 'Operators' });
  await owner.put(`/idp/groups/${group.id}/members/${own.id}`);
  const role = await owner.ok('POST', '/roles', {
    name: 'Manager',
    permissions: ['pam_vaults.view', 'pam_vaults.manage'],
  });
  manager = await application.as('manager@example.com');
  const { user } = await manager.ok('GET', '/me');
  await owner.ok('PUT', `/users/${user.id}/roles`, { roles: [{ roleId: role.id, organizationId: acme.id }] });
});
afterAll(() => application.end());

const toAnn = (more: object = {}) => ({ principalType: 'user', principalId: ann.id, level: 'view_vault', ...more });

test('a grant is given, read, listed, changed and revoked', async () => {
  const made = await manager.post(path, toAnn({ expiresAt: '2099-01-01T02:00:00+02:00' }));
  expect(made.status).toBe(201);
  const { id } = made.body;
  expect(made.headers.get('location')).toBe(`/api/v1${path}/${id}`);
  const grant = { ...toAnn(), id, expiresAt: '2099-01-01T00:00:00.000Z', grantedBy: expect.any(String) };
  expect(made.body).toMatchObject(grant);
  expect(await manager.ok('GET', `${path}/${id}`)).toEqual(made.body);
  expect((await manager.ok('GET', path)).items).toContainEqual(made.body);
  const { expiresAt: _, ...rest } = made.body;
  const changed = await manager.ok('PATCH', `${path}/${id}`, { level: 'checkout', expiresAt: null });
  expect(changed).toEqual({ ...rest, level: 'checkout' });
  expect((await manager.delete(`${path}/${id}`)).status).toBe(204);
  expect((await manager.get(`${path}/${id}`)).status).toBe(404);
  expect((await manager.delete(`${path}/${id}`)).status).toBe(404);
  expect((await manager.ok('GET', path)).items).toEqual([]);
});

test('a repeated request gives one grant', async () => {
  const key = { 'Idempotency-Key': 'one-grant' };
  const first = await manager.post(path, toAnn(), key);
  expect((await manager.post(path, toAnn(), key)).body).toEqual(first.body);
  expect((await manager.ok('GET', path)).items).toHaveLength(1);
  await manager.delete(`${path}/${first.body.id}`);
});

test.each([
  ['an unknown IDP user', () => toAnn({ principalId: 'nobody' })],
  ['an unknown IDP group', () => toAnn({ principalType: 'group', principalId: 'nobody' })],
  ['an IDP user taken for a group', () => toAnn({ principalType: 'group' })],
])('refused as not there, for everybody to read in the audit: %s', async (_, body) => {
  expect((await manager.post(path, body())).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  const { items } = await owner.ok('GET', '/audit?type=keyledger.grant-give-refused.v1&limit=1');
  expect(items).toMatchObject([{ code: 'NOT_FOUND' }]);
});

test.each([
  ['an end in the past', () => toAnn({ expiresAt: '2001-01-01T00:00:00Z' }), 'expiresAt'],
  ['a level there is not', () => toAnn({ level: 'own' }), 'level'],
])('refused as invalid: %s', async (_, body, field) => {
  const answer = await manager.post(path, body());
  expect(answer.body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [{ field }] });
});

test('nobody but an owner gives to themselves or to their group, raises or extends what reaches them', async () => {
  const ownUser = { principalType: 'user', principalId: own.id, level: 'view_vault' };
  const hisGroup = { principalType: 'group', principalId: group.id, level: 'view_vault' };
  for (const body of [ownUser, hisGroup]) {
    expect((await manager.post(path, body)).body).toMatchObject({ status: 403, code: 'SELF_GRANT' });
    const { id } = await owner.ok('POST', path, { ...body, expiresAt: '2099-01-01T00:00:00Z' });
    for (const change of [{ level: 'checkout' }, { expiresAt: null }, { expiresAt: '2099-01-02T00:00:00Z' }]) {
      expect((await manager.patch(`${path}/${id}`, change)).body).toMatchObject({ code: 'SELF_GRANT' });
    }
    expect((await manager.patch(`${path}/${id}`, { expiresAt: '2098-01-01T00:00:00Z' })).status).toBe(200);
    expect((await manager.delete(`${path}/${id}`)).status).toBe(204);
  }
});

test('a refused grant stands in the audit with what was asked', async () => {
  const { items } = await owner.ok('GET', '/audit?type=keyledger.grant-give-refused.v1');
  expect(items[0]).toMatchObject({
    outcome: 'refused',
    code: 'SELF_GRANT',
    identityGroupId: vault.id,
    data: { principalId: group.id, level: 'view_vault' },
  });
});

test('who has no role there sees no vault, who may only look gives nothing', async () => {
  const stranger = await application.as('stranger@example.com');
  expect((await stranger.post(path, toAnn())).status).toBe(404);
  expect((await stranger.get(path)).status).toBe(404);
});
