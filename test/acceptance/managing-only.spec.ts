import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Permissions reference: `pam_vaults.manage` alone is enough for what it allows, answer included; looking around takes more. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let manager: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
  manager = await application.as('manages-only@example.com');
  const { user } = await manager.ok('GET', '/me');
  const role = await owner.ok('POST', '/roles', { name: 'Manages', permissions: ['pam_vaults.manage'] });
  const roles = [{ roleId: role.id, organizationId: fixture.organizationId }];
  await owner.ok('PUT', `/users/${user.id}/roles`, { roles });
});
afterAll(() => application.end());

const vaultBody = () => ({ name: 'Staging', organizationId: fixture.organizationId });
const identityBody = () => ({
  identityGroupId: fixture.vaultId,
  name: 'api',
  username: 'api',
  credential: 'first value',
  credentialType: 'password',
});

test('a vault made or changed is answered', async () => {
  const made = await manager.post('/identity-groups', vaultBody());
  expect([made.status, made.body.name]).toEqual([201, 'Staging']);
  const changed = await manager.patch(`/identity-groups/${made.body.id}`, { name: 'Testing' });
  expect([changed.status, changed.body.name]).toEqual([200, 'Testing']);
});

test('an identity made, changed, brought back or rotated is answered', async () => {
  const made = await manager.post('/identities', identityBody());
  expect([made.status, made.body.name]).toEqual([201, 'api']);
  const path = `/identities/${made.body.id}`;
  expect((await manager.patch(path, { name: 'api-2' })).body.name).toBe('api-2');
  expect((await manager.post(`${path}/rotate`)).status).toBe(202);
  await until('the rotation', async () => (await owner.ok('GET', `${path}/rotation`)).status === 'confirmed');
  expect((await manager.delete(path)).status).toBe(204);
  expect((await manager.post(`${path}/undelete`)).body.state).toBe('active');
});

test('a grant given or changed is answered', async () => {
  const grant = { principalType: 'user', principalId: fixture.idpUserIds['stranger'], level: 'view_vault' };
  const given = await manager.post(`/identity-groups/${fixture.vaultId}/access`, grant);
  expect([given.status, given.body.level]).toEqual([201, 'view_vault']);
  const path = `/identity-groups/${fixture.vaultId}/access/${given.body.id}`;
  expect((await manager.patch(path, { level: 'checkout' })).body.level).toBe('checkout');
});

test('looking around takes pam_vaults.view', async () => {
  for (const path of ['/identities', '/identity-groups', `/identity-groups/${fixture.vaultId}`]) {
    expect((await manager.get(path)).body).toMatchObject({ status: 403, permission: 'pam_vaults.view' });
  }
});

test('who gives up their own roles is told what is left', async () => {
  const steward = fixture.people.steward;
  const answer = await steward.put(`/users/${fixture.userIds.steward}/roles`, { roles: [] });
  expect([answer.status, answer.body.roles]).toEqual([200, []]);
});
