import { client, type Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import type { Json } from '../support/json';

const DAY_MINUTES = 24 * 60;
const time = new TurnedClock();
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let n = 0;
beforeAll(async () => {
  application = await runningApplication({ clock: time });
  fixture = await newFixture(application);
  ({ owner } = fixture);
});
afterAll(() => application.end());

const problem = (status: number, code: string) => ({ status, body: { code } });
const connect = (): Promise<Json> => owner.ok('POST', '/scim-connections', { name: `Provider ${(n += 1)}` });
const asks = async (token: string) => (await client(application.url, '', token).get('//scim/v2/Users')).status;
const newUser = () =>
  owner.ok('POST', '/idp/users', { email: `held-${(n += 1)}@example.com`, displayName: 'Held', active: true });
const newGroup = () => owner.ok('POST', '/idp/groups', { name: `Held ${(n += 1)}` });
const handTo = (path: string, id: string | null) => owner.put(`${path}/scim-connection`, { id });

test('owners make, list and delete connections; the token stands in the 201 alone', async () => {
  const made = await owner.post('/scim-connections', { name: 'Entra' });
  expect(made).toMatchObject({ status: 201, body: { name: 'Entra', token: expect.stringMatching(/^kls_/) } });
  expect(made.headers.get('cache-control')).toBe('no-store');
  const { token, id } = made.body;
  const list = await owner.get('/scim-connections');
  expect(list.body.items).toContainEqual({ ...made.body, token: undefined });
  expect(list.text + JSON.stringify(application.logged)).not.toContain(token);
  expect(await owner.get(`/scim-connections/${id}`)).toMatchObject({ status: 200, body: { id, name: 'Entra' } });
  expect(await asks(token)).toBe(200);
  const line = application.logged.findLast((each) => each.includes('"route":"/scim/v2/Users"')) ?? '';
  expect(JSON.parse(line)).toMatchObject({ status: 200, connectionId: id });
  expect(await owner.delete(`/scim-connections/${id}`)).toMatchObject({ status: 204 });
  expect(await asks(token)).toBe(401);
  expect(await owner.delete(`/scim-connections/${id}`)).toMatchObject(problem(404, 'NOT_FOUND'));
  expect(await owner.get(`/scim-connections/${id}`)).toMatchObject(problem(404, 'NOT_FOUND'));
});

test('a repetition makes no second one and answers without the token', async () => {
  const key = { 'idempotency-key': 'connect-once' };
  const first = await owner.post('/scim-connections', { name: 'Okta' }, key);
  const second = await owner.post('/scim-connections', { name: 'Okta' }, key);
  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  expect(second.body).not.toHaveProperty('token');
});

test('nobody but an owner has anything to do with them, and each try is a fact', async () => {
  const { id, tokens } = await connect();
  const user = await newUser();
  const group = await newGroup();
  for (const kind of ['admin', 'manager', 'steward', 'auditor', 'viewer'] as const) {
    const person = fixture.people[kind];
    for (const [method, path, body] of [
      ['POST', '/scim-connections', { name: 'Mine' }],
      ['GET', '/scim-connections'],
      ['GET', `/scim-connections/${id}`],
      ['DELETE', `/scim-connections/${id}`],
      ['POST', `/scim-connections/${id}/tokens`],
      ['DELETE', `/scim-connections/${id}/tokens/${tokens[0].id}`],
      ['PUT', `/idp/users/${user.id}/scim-connection`, { id }],
      ['PUT', `/idp/groups/${group.id}/scim-connection`, { id: null }],
    ] as const) {
      expect([method, path, await person.send(method, path, body)]).toMatchObject([
        method,
        path,
        problem(403, 'PERMISSION_DENIED'),
      ]);
    }
  }
  const facts = await owner.ok('GET', `/audit?actor=${fixture.people.admin.email}&outcome=refused&limit=50`);
  expect(facts.items.map(({ type }: Json) => type)).toEqual(
    expect.arrayContaining([
      'keyledger.scim-connection-create-refused.v1',
      'keyledger.scim-connection-delete-refused.v1',
      'keyledger.scim-token-make-refused.v1',
      'keyledger.scim-token-revoke-refused.v1',
      'keyledger.idp-user-hand-over-refused.v1',
      'keyledger.idp-group-hand-over-refused.v1',
    ]),
  );
});

test('an owner that is a machine makes no token and hands nothing over', async () => {
  const { id } = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Robot' });
  await owner.ok('PUT', `/users/${id}/owner`, { owner: true });
  const { token } = await owner.ok('POST', `/users/${id}/tokens`, { name: 'Job', expiresInDays: 30 });
  const robot = client(application.url, '', token);
  const { id: connectionId } = await connect();
  const group = await newGroup();
  expect(await robot.post('/scim-connections', { name: 'Mine' })).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  expect(await robot.post(`/scim-connections/${connectionId}/tokens`)).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  expect(await robot.put(`/idp/groups/${group.id}/scim-connection`, { id: connectionId })).toMatchObject(
    problem(403, 'PERMISSION_DENIED'),
  );
});

test('a token is no key to the API, nor is any other token one to SCIM', async () => {
  const { token } = await connect();
  expect(await client(application.url, '', token).get('/me')).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  expect(await asks(owner.token)).toBe(401);
  expect(await asks(token.replace('kls_', 'klt_'))).toBe(401);
  expect(await asks(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(401);
});

test('while one is changed two tokens are good for a day', async () => {
  const { id, token: first } = await connect();
  const { token: second, id: secondId } = await owner.ok('POST', `/scim-connections/${id}/tokens`);
  expect([await asks(first), await asks(second)]).toEqual([200, 200]);
  const third = await owner.post(`/scim-connections/${id}/tokens`);
  expect(third).toMatchObject(problem(409, 'CONFLICT'));
  const [old] = (await owner.ok('GET', `/scim-connections/${id}`)).tokens;
  expect(old.expiresAt).toBe(time.in(DAY_MINUTES));
  time.pass(DAY_MINUTES);
  expect([await asks(first), await asks(second)]).toEqual([401, 200]);
  expect(await owner.delete(`/scim-connections/${id}/tokens/${secondId}`)).toMatchObject({ status: 204 });
  expect(await asks(second)).toBe(401);
});

test('what was handed to a connection is not changed by hand, until it is released', async () => {
  const { id } = await connect();
  const user = await newUser();
  const group = await newGroup();
  const member = `/idp/groups/${group.id}/members/${user.id}`;
  await owner.ok('PUT', member);
  expect(await handTo(`/idp/users/${user.id}`, id)).toMatchObject({ status: 200, body: { scimConnectionId: id } });
  expect(await handTo(`/idp/groups/${group.id}`, id)).toMatchObject({ status: 200, body: { scimConnectionId: id } });
  const tries = () =>
    Promise.all([
      owner.patch(`/idp/users/${user.id}`, { displayName: 'Other' }),
      owner.patch(`/idp/groups/${group.id}`, { name: 'Other' }),
      owner.delete(member),
      owner.put(member),
      owner.delete(`/idp/groups/${group.id}`),
      owner.delete(`/idp/users/${user.id}`),
    ]);
  for (const answer of await tries()) {
    expect(answer).toMatchObject({ status: 409, body: { code: 'SCIM_MANAGED', connectionId: id } });
  }
  expect((await owner.ok('GET', `/idp/users?q=held-${n - 1}`)).items[0].scimConnectionId).toBe(id);
  expect(await handTo(`/idp/users/${user.id}`, null)).toMatchObject({ status: 200 });
  expect(await owner.patch(`/idp/users/${user.id}`, { displayName: 'Other' })).toMatchObject({ status: 200 });
  expect(await owner.delete(member)).toMatchObject(problem(409, 'SCIM_MANAGED'));
  expect(await handTo(`/idp/groups/${group.id}`, null)).toMatchObject({ status: 200 });
  expect(await owner.delete(member)).toMatchObject({ status: 204 });
});

test('deleting a connection releases all that was its own, at once', async () => {
  const { id } = await connect();
  const user = await newUser();
  const group = await newGroup();
  await handTo(`/idp/users/${user.id}`, id);
  await handTo(`/idp/groups/${group.id}`, id);
  await owner.ok('DELETE', `/scim-connections/${id}`);
  expect(await owner.get(`/idp/users/${user.id}`)).toMatchObject({ status: 200 });
  expect((await owner.ok('GET', `/idp/users/${user.id}`)).scimConnectionId).toBeUndefined();
  expect(await owner.patch(`/idp/users/${user.id}`, { active: false })).toMatchObject({ status: 200 });
  expect(await owner.delete(`/idp/groups/${group.id}`)).toMatchObject({ status: 204 });
});

test('what is not there is handed to nobody, and to nobody that is not there', async () => {
  const { id } = await connect();
  const user = await newUser();
  expect(await handTo(`/idp/users/${user.id}`, '0'.repeat(32))).toMatchObject(problem(404, 'NOT_FOUND'));
  expect(await handTo(`/idp/users/${'0'.repeat(32)}`, id)).toMatchObject(problem(404, 'NOT_FOUND'));
  expect(await owner.put(`/idp/users/${user.id}/scim-connection`, {})).toMatchObject(problem(400, 'VALIDATION_FAILED'));
  await owner.ok('DELETE', `/idp/users/${user.id}`);
  expect(await handTo(`/idp/users/${user.id}`, id)).toMatchObject(problem(404, 'NOT_FOUND'));
});
