import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Adding credentials. Values, history and deletion are in credential-values.spec.ts. */
let application: RunningApplication;
let fixture: Fixture;
let manager: Client;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ manager, owner } = fixture.people);
});
afterAll(() => application.end());

const asked = (more: object = {}) => ({
  identityGroupId: fixture.vaultId,
  name: 'prod-db-admin',
  username: 'admin',
  credential: 'c0rrect horse',
  credentialType: 'password',
  ...more,
});
const newHost = async (organizationId = fixture.organizationId): Promise<string> =>
  (await owner.ok('POST', '/hosts', { name: 'db-1', organizationId })).id;
const pathOf = ({ id }: { id: string }) => `/identities/${id}`;

test('a credential is added with a name, a username, a value and a type; the rest has defaults', async () => {
  const answer = await manager.post('/identities', asked());
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`/api/v1/identities/${answer.body.id}`);
  expect(answer.body).toEqual({
    id: expect.any(String),
    proven: 'by-hand',
    scheme: 'v2',
    identityGroupId: fixture.vaultId,
    identityGroupName: 'Production',
    organizationId: fixture.organizationId,
    organizationName: expect.stringContaining('World'),
    name: 'prod-db-admin',
    username: 'admin',
    credentialType: 'password',
    state: 'active',
    rotateAfterUse: false,
    hostIds: [],
    connector: 'linux-password',
    allowConcurrentCheckout: false,
    maxConcurrentSessions: 10,
    activeSessions: 0,
    credentialVersion: 1,
    rotation: { status: 'none' },
    access: null,
    heldByMe: false,
    createdAt: expect.any(String),
  });
  expect((await manager.get(pathOf(answer.body))).body).toEqual(answer.body);
  expect(answer.text).not.toContain('c0rrect');
});

test('whoever adds a credential twice with one key has added it once', async () => {
  const key = { 'Idempotency-Key': 'identity-once' };
  const first = await manager.post('/identities', asked({ name: 'only-once' }), key);
  const again = await manager.post('/identities', asked({ name: 'only-once' }), key);
  expect(again.body).toEqual(first.body);
  const other = await manager.post('/identities', asked({ name: 'only-once', credential: 'other' }), key);
  expect(other.body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  expect((await manager.ok('GET', '/identities?q=only')).items).toHaveLength(1);
});

test.each([
  ['password', 'linux-password'],
  ['ssh_key', 'ssh-authorized-keys'],
  ['api_key', undefined],
  ['certificate', undefined],
  ['other', undefined],
])('of type %s, the connector is %s unless another is named', async (credentialType, connector) => {
  expect((await manager.ok('POST', '/identities', asked({ credentialType }))).connector).toBe(connector);
  const none = await manager.ok('POST', '/identities', asked({ credentialType, connector: null }));
  expect(none.connector).toBeUndefined();
});

test.each([
  ['an SSH key for a database', { credentialType: 'ssh_key', connector: 'postgresql' }, 'connector'],
  ['a password for authorized keys', { connector: 'ssh-authorized-keys' }, 'connector'],
  ['a connector there is not', { connector: 'telnet' }, 'connector'],
  ['a setting the connector has not', { connectorSettings: { port: 22 } }, 'connectorSettings.port'],
  [
    'an address as a setting',
    { connector: 'postgresql', connectorSettings: { host: '10.0.0.1' } },
    'connectorSettings.host',
  ],
  ['a port that is none', { connector: 'postgresql', connectorSettings: { port: 70_000 } }, 'connectorSettings.port'],
  ['a setting without a connector', { connector: null, connectorSettings: { port: 1 } }, 'connectorSettings.port'],
  ['an unknown type', { credentialType: 'pin' }, 'credentialType'],
  ['no name', { name: undefined }, 'name'],
  ['a blank username', { username: ' ' }, 'username'],
  ['an operator for a username', { username: { $gt: '' } }, 'username'],
  ['an interval of 0 days', { rotationIntervalDays: 0 }, 'rotationIntervalDays'],
  ['an interval as text', { rotationIntervalDays: '30' }, 'rotationIntervalDays'],
  ['half a day', { rotationIntervalDays: 1.5 }, 'rotationIntervalDays'],
  ['no session at all', { maxConcurrentSessions: 0 }, 'maxConcurrentSessions'],
  ['a flag as a number', { rotateAfterUse: 1 }, 'rotateAfterUse'],
  ['a field there is not', { password: 'x' }, 'password'],
])('refused: %s', async (_, wrong, field) => {
  const { body } = await manager.post('/identities', asked(wrong));
  expect(body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [{ field }] });
});

test('hosts: they are of the organization, and naming one takes hosts.manage_users', async () => {
  const hostIds = [await newHost()];
  expect((await manager.post('/identities', asked({ hostIds }))).body).toMatchObject({
    status: 403,
    code: 'PERMISSION_DENIED',
  });
  for (const foreign of ['nowhere', await newHost(fixture.elsewhereId)]) {
    const { body } = await owner.post('/identities', asked({ hostIds: [foreign] }));
    expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND', detail: 'There is no such host.' });
  }
  const made = await owner.ok('POST', '/identities', asked({ hostIds, username: 'first' }));
  expect(made.hostIds).toEqual(hostIds);
  expect((await manager.ok('GET', `/identities?hostId=${hostIds[0]}`)).items).toHaveLength(1);
  expect((await owner.delete(`/hosts/${hostIds[0]}`)).body).toMatchObject({ status: 409, code: 'HOST_IN_USE' });
  expect((await manager.patch(pathOf(made), { name: 'still on it' })).status).toBe(200);
  await manager.ok('PATCH', pathOf(made), { hostIds: [] });
  expect((await owner.delete(`/hosts/${hostIds[0]}`)).status).toBe(204);
});

describe('one identity per account on a host', () => {
  const postgres = { connector: 'postgresql', username: 'root' };
  test.each<[string, object, object, boolean]>([
    ['the same account', {}, {}, true],
    ['another username', {}, { username: 'other' }, false],
    ['a username in other case, where the target tells them apart', {}, { username: 'ADMIN' }, false],
    [
      'a username in other case, where it does not',
      { connector: 'ldap', username: 'Ann' },
      { connector: 'ldap', username: 'aNN' },
      true,
    ],
    ['another connector', {}, { connector: 'postgresql' }, false],
    ['another port', postgres, { ...postgres, connectorSettings: { port: 5433 } }, false],
    ['the port that is meant anyhow', postgres, { ...postgres, connectorSettings: { port: 5432 } }, true],
    ['another database of one server', postgres, { ...postgres, connectorSettings: { database: 'x' } }, true],
  ])('%s', async (_, first, second, taken) => {
    const hostIds = [await newHost()];
    await owner.ok('POST', '/identities', asked({ ...first, hostIds }));
    const answer = await owner.post('/identities', asked({ ...second, hostIds }));
    expect(answer.body).toMatchObject(
      taken ? { status: 409, code: 'ACCOUNT_ALREADY_MANAGED' } : { state: 'active', hostIds },
    );
  });

  test('a refused one leaves nothing behind, and a moved or deleted one makes room', async () => {
    const [one, two] = [await newHost(), await newHost()];
    const first = await owner.ok('POST', '/identities', asked({ hostIds: [one] }));
    expect((await owner.post('/identities', asked({ hostIds: [two, one] }))).status).toBe(409);
    const second = await owner.ok('POST', '/identities', asked({ hostIds: [two] }));
    expect((await owner.patch(pathOf(second), { hostIds: [one, two] })).body.code).toBe('ACCOUNT_ALREADY_MANAGED');
    expect((await owner.ok('GET', pathOf(second))).hostIds).toEqual([two]);
    await owner.ok('PATCH', pathOf(first), { username: 'renamed' });
    await owner.ok('PATCH', pathOf(second), { hostIds: [one, two] });
    expect((await owner.patch(pathOf(first), { username: 'admin' })).body.code).toBe('ACCOUNT_ALREADY_MANAGED');
    // It still names the host, whatever account it was not given there.
    await owner.ok('PATCH', pathOf(second), { hostIds: [two] });
    expect((await owner.delete(`/hosts/${one}`)).body.code).toBe('HOST_IN_USE');
    await owner.ok('PATCH', pathOf(second), { hostIds: [one, two] });
    await owner.ok('DELETE', pathOf(second));
    await owner.ok('PATCH', pathOf(first), { username: 'admin' });
    expect((await owner.post(`${pathOf(second)}/undelete`)).body.code).toBe('ACCOUNT_ALREADY_MANAGED');
    await owner.ok('DELETE', pathOf(first));
    expect((await owner.post(`${pathOf(second)}/undelete`)).body).toMatchObject({ hostIds: [one, two] });
  });

  test('of many that come at once, one gets the account', async () => {
    const hostIds = [await newHost()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => owner.post('/identities', asked({ hostIds }))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(7).fill(409)]);
    expect((await owner.ok('GET', `/identities?hostId=${hostIds[0]}`)).items).toHaveLength(1);
  });
});

test('settings are edited: what is not named stays, null clears', async () => {
  const made = await manager.ok(
    'POST',
    '/identities',
    asked({ connector: 'postgresql', connectorSettings: { port: 1, database: 'a' }, rotationIntervalDays: 30 }),
  );
  expect(made.nextRotationAt).toBe(new Date(Date.parse(made.createdAt) + 30 * 86_400_000).toISOString());
  const merged = await manager.ok('PATCH', pathOf(made), { connectorSettings: { port: 2 }, rotateAfterUse: true });
  expect(merged).toEqual({ ...made, connectorSettings: { port: 2, database: 'a' }, rotateAfterUse: true });
  const { rotationIntervalDays: _r, nextRotationAt: _n, connectorSettings: _s, connector: _c, ...rest } = merged;
  const cleared = { rotationIntervalDays: null, connectorSettings: null, connector: null };
  expect(await manager.ok('PATCH', pathOf(made), cleared)).toEqual(rest);
  expect(await manager.ok('PATCH', pathOf(made), { rotateAfterUse: null })).toEqual({ ...rest, rotateAfterUse: false });
  for (const wrong of [
    { name: null },
    { credentialType: 'other' },
    { credential: 'x' },
    { connector: 'redis', x: 1 },
  ]) {
    expect((await manager.patch(pathOf(made), wrong)).status).toBe(400);
  }
});

test('a setting cleared is as it is without being named; so is one of a connector', async () => {
  const several = { allowConcurrentCheckout: true, maxConcurrentSessions: 3, rotateAfterUse: true, hostIds: [] };
  const database = { connector: 'postgresql', connectorSettings: { port: 1, database: 'a' } };
  const made = await manager.ok('POST', '/identities', asked({ ...several, ...database }));
  const cleared = Object.fromEntries(Object.keys(several).map((name) => [name, null]));
  const left = await manager.ok('PATCH', pathOf(made), { ...cleared, connectorSettings: { port: null } });
  const defaults = { allowConcurrentCheckout: false, maxConcurrentSessions: 10, rotateAfterUse: false, hostIds: [] };
  expect(left).toEqual({ ...made, ...defaults, connectorSettings: { database: 'a' } });
});

test('who changes or deletes what was not seen is told so', async () => {
  const { id } = await fixture.newIdentity();
  const seen = { 'if-match': (await manager.get(pathOf({ id }))).headers.get('etag') ?? '' };
  expect((await manager.patch(pathOf({ id }), { name: 'First' }, seen)).status).toBe(200);
  const stale = [
    await manager.patch(pathOf({ id }), { name: 'Second' }, seen),
    await manager.send('PUT', `${pathOf({ id })}/credential`, { credential: 'new' }, seen),
    await manager.send('DELETE', pathOf({ id }), undefined, seen),
  ];
  expect(stale.map(({ body }) => body.code)).toEqual(Array(3).fill('PRECONDITION_FAILED'));
  expect(await manager.ok('GET', pathOf({ id }))).toMatchObject({ name: 'First', credentialVersion: 1 });
});

test('identities are listed by vault, organization and the beginning of a word, page by page', async () => {
  const { id } = await manager.ok('POST', '/identity-groups', { name: 'Many', organizationId: fixture.organizationId });
  for (const [name, username] of [
    ['web root', 'root'],
    ['mail', 'Postmaster'],
    ['mail archive', 'archivist'],
    ['router', 'cisco-admin'],
  ]) {
    await manager.ok('POST', '/identities', asked({ identityGroupId: id, name, username }));
  }
  const list = async (query: string): Promise<string[]> =>
    (await manager.ok('GET', `/identities?identityGroupId=${id}${query}`)).items.map((it: { name: string }) => it.name);
  expect(await list('')).toEqual(['web root', 'mail', 'mail archive', 'router']);
  expect(await list('&q=MA')).toEqual(['mail', 'mail archive']);
  expect(await list('&q=post')).toEqual(['mail']);
  expect(await list('&q=admin')).toEqual(['router']);
  expect(await list('&q=oot')).toEqual([]);
  const first = await manager.ok('GET', `/identities?identityGroupId=${id}&limit=3`);
  await manager.ok('DELETE', pathOf(first.items[2]));
  await manager.ok('POST', '/identities', asked({ identityGroupId: id, name: 'late' }));
  const rest = await manager.ok('GET', `/identities?identityGroupId=${id}&limit=3&cursor=${first.nextCursor}`);
  expect(rest.items.map(({ name }: { name: string }) => name)).toEqual(['router', 'late']);
  expect(rest.nextCursor).toBeNull();
  expect((await manager.get(`/identities?organizationId=${fixture.elsewhereId}`)).status).toBe(404);
});
