import { runningApplication, type RunningApplication } from '../support/application/running-application';

let application: RunningApplication;
beforeAll(async () => {
  application = await runningApplication();
});
afterAll(() => application.end());

test('a role that was deleted meanwhile is not there: it can be neither given nor kept by name, and what is left out goes', async () => {
  const owner = await application.as('owner@example.com');
  const role = async (name: string) =>
    (await owner.ok('POST', '/roles', { name, permissions: ['pam_vaults.view'] })).id;
  const [gone, stays] = [await role('gone'), await role('stays')];
  const { id } = await owner.ok('POST', '/users', { email: 'ann@example.com' });
  const roles = `/users/${id}/roles`;
  await owner.ok('PUT', roles, { roles: [{ roleId: gone }] });
  await owner.ok('DELETE', `/roles/${gone}`);
  for (const wanted of [[{ roleId: gone }], [{ roleId: stays }, { roleId: gone }]]) {
    expect((await owner.put(roles, { roles: wanted })).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  }
  const { status, body } = await owner.put(roles, { roles: [{ roleId: stays }] });
  expect([status, body.roles]).toEqual([200, [{ roleId: stays }]]);
});
