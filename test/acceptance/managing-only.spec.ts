import type { Client } from '../support/house/client';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { until } from '../support/until';
import { newWorld, type World } from '../support/house/world';

/** § Permissions reference: `pam_vaults.manage` alone is enough for what it allows, answer included; looking around takes more. */
let house: RunningHouse;
let world: World;
let owner: Client;
let manager: Client;
beforeAll(async () => {
  house = await runningHouse();
  world = await newWorld(house);
  ({ owner } = world);
  manager = await house.as('manages-only@example.com');
  const { user } = await manager.ok('GET', '/me');
  const role = await owner.ok('POST', '/roles', { name: 'Manages', permissions: ['pam_vaults.manage'] });
  const roles = [{ roleId: role.id, organizationId: world.organizationId }];
  await owner.ok('PUT', `/users/${user.id}/roles`, { roles });
});
afterAll(() => house.end());

const vaultBody = () => ({ name: 'Staging', organizationId: world.organizationId });
const identityBody = () => ({
  identityGroupId: world.vaultId,
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
  const grant = { principalType: 'user', principalId: world.idpUserIds['stranger'], level: 'view_vault' };
  const given = await manager.post(`/identity-groups/${world.vaultId}/access`, grant);
  expect([given.status, given.body.level]).toEqual([201, 'view_vault']);
  const path = `/identity-groups/${world.vaultId}/access/${given.body.id}`;
  expect((await manager.patch(path, { level: 'checkout' })).body.level).toBe('checkout');
});

test('looking around takes pam_vaults.view', async () => {
  for (const path of ['/identities', '/identity-groups', `/identity-groups/${world.vaultId}`]) {
    expect((await manager.get(path)).body).toMatchObject({ status: 403, permission: 'pam_vaults.view' });
  }
});

test('who gives up his own roles is told what is left', async () => {
  const steward = world.people.steward;
  const answer = await steward.put(`/users/${world.userIds.steward}/roles`, { roles: [] });
  expect([answer.status, answer.body.roles]).toEqual([200, []]);
});
