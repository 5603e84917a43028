import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** Who manages accounts in one organization learns nothing of the others, and changes nothing there. */
let application: RunningApplication;
let owner: Client;
let manager: Client;
let ann: string;
let here: string;
let hidden: string;
let viewing: string;
let managing: string;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  const made = async (path: string, body: object): Promise<string> => (await owner.ok('POST', path, body)).id;
  [here, hidden] = [await made('/organizations', { name: 'Here' }), await made('/organizations', { name: 'Hidden' })];
  viewing = await made('/roles', { name: 'Viewing', permissions: ['pam_vaults.view'] });
  managing = await made('/roles', { name: 'Managing', permissions: ['accounts.manage', 'pam_vaults.view'] });
  ann = (await (await application.as('ann@x.org')).ok('GET', '/me')).user.id;
  manager = await application.as('manager@x.org');
  await give((await manager.ok('GET', '/me')).user.id, [{ roleId: managing, organizationId: here }]);
});
afterAll(() => application.end());

const give = (userId: string, roles: readonly object[]) => owner.ok('PUT', `/users/${userId}/roles`, { roles });
const all = () => [
  { roleId: viewing },
  { roleId: viewing, organizationId: here },
  { roleId: viewing, organizationId: hidden },
];
const seen = () => all().slice(0, 2);
const rolesOf = async (who: Client) => (await who.ok('GET', `/users/${ann}`)).roles as object[];

test('no answer that somebody gets of users, roles or audit names an organization they do not see', async () => {
  await give(ann, all());
  expect(await rolesOf(manager)).toEqual(expect.arrayContaining(seen()));
  for (const path of [
    '/me',
    '/users',
    '/users?q=ann',
    `/users/${ann}`,
    '/roles',
    `/roles/${viewing}`,
    '/organizations',
    '/identity-groups',
    '/identities',
    '/hosts',
    '/jobs',
    '/sessions',
    '/audit',
    `/streams/user-${ann}`,
    '/streams/account',
  ]) {
    expect([path, (await manager.get(path)).text.includes(hidden)]).toEqual([path, false]);
  }
  expect(await rolesOf(owner)).toHaveLength(3);
});

test('what the caller does not see stays, whatever is put', async () => {
  for (const roles of [[], [{ roleId: managing, organizationId: here }], seen()]) {
    await give(ann, all());
    const answer = await manager.put(`/users/${ann}/roles`, { roles });
    expect([answer.status, answer.text.includes(hidden)]).toEqual([200, false]);
    const kept = await rolesOf(owner);
    expect(kept).toContainEqual({ roleId: viewing, organizationId: hidden });
    expect(kept).toContainEqual({ roleId: viewing });
  }
});

test('to name an assignment that is hidden tells nothing of whether it is there', async () => {
  await give(ann, all());
  for (const organizationId of [hidden, 'nowhere']) {
    const { body } = await manager.put(`/users/${ann}/roles`, { roles: [{ roleId: viewing, organizationId }] });
    expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND', detail: 'There is no such organization.' });
  }
});

test('an owner names what is there, of an organization that was deleted too', async () => {
  const gone = (await owner.ok('POST', '/organizations', { name: 'Gone' })).id;
  const roles = [{ roleId: viewing, organizationId: gone }];
  await give(ann, roles);
  await owner.ok('DELETE', `/organizations/${gone}`);
  expect((await give(ann, [...roles, { roleId: viewing }])).roles).toHaveLength(2);
});

test('of one that was deleted nothing is there but what ended with it', async () => {
  const { paths } = await owner.ok('GET', '/openapi.json');
  const below = Object.keys(paths).filter((path) => /organizations\/\{id\}(\/|$)/.test(path) && 'get' in paths[path]);
  const { id } = await owner.ok('POST', '/organizations', { name: 'Closed' });
  await owner.ok('PUT', `/organizations/${id}/notification-channels`, {
    channels: [{ kind: 'mail', to: 'ops@example.com' }],
  });
  await owner.ok('DELETE', `/organizations/${id}`);
  const answers = below.map(async (path) => {
    const { status } = await owner.get(path.replace(/^.*organizations\/\{id\}/, `/organizations/${id}`));
    return [path.replace(/^.*\{id\}/, ''), status];
  });
  expect(Object.fromEntries(await Promise.all(answers))).toEqual({
    '': 404,
    '/encryption': 404,
    '/notification-channels': 404,
    '/support-access': 200,
  });
});
