import { request } from 'node:http';
import { client, type Client } from '../support/application/client';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** A token stands in one Authorization header and nowhere else. */
let application: RunningApplication;
let owner: Client;
let jwt: string;
let machineToken: string;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  jwt = owner.token;
  const machine = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Nightly report' });
  ({ token: machineToken } = await owner.ok('POST', `/users/${machine.id}/tokens`, { name: 't', expiresInDays: 1 }));
});
afterAll(() => application.end());

interface Told {
  readonly status: number | undefined;
  readonly text: string;
}

/** Headers as they are written: names and values in turn, a name as often as one likes. */
const ask = (path: string, headers: readonly string[], body?: string): Promise<Told> =>
  new Promise((resolve, reject) => {
    const { host } = new URL(application.url);
    const written = ['host', host, 'connection', 'close', ...headers];
    const sent = request(`${application.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: written,
    });
    sent.on('error', reject).on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    sent.end(body);
  });
const bearer = (token: string): readonly string[] => ['authorization', `Bearer ${token}`];

test('each of the two kinds is good where it belongs', async () => {
  expect(await ask('/me', bearer(jwt))).toMatchObject({ status: 200 });
  expect(await ask('/me', bearer(machineToken))).toMatchObject({ status: 200 });
});

test('two Authorization headers are refused, whichever of them is good', async () => {
  for (const [first, second] of [
    [jwt, machineToken],
    [machineToken, jwt],
    [jwt, 'nonsense'],
    ['nonsense', jwt],
    [machineToken, machineToken],
  ] as const) {
    const { status, text } = await ask('/me', [...bearer(first), ...bearer(second)]);
    expect([status, text]).toEqual([401, expect.stringContaining('Send one Authorization header, not several.')]);
  }
  expect(await ask('/me', [...bearer(jwt), 'AUTHORIZATION', 'Basic YTpi'])).toMatchObject({ status: 401 });
});

test.each<[string, () => readonly [string, readonly string[], string?]]>([
  ['the query', () => [`/me?access_token=${machineToken}`, []]],
  ['the query, of an issuer', () => [`/me?access_token=${jwt}&token=${jwt}`, []]],
  ['a cookie', () => ['/me', ['cookie', `token=${machineToken}; access_token=${jwt}`]]],
  ['another header', () => ['/me', ['x-authorization', `Bearer ${jwt}`, 'proxy-authorization', `Bearer ${jwt}`]]],
  ['the body', () => ['/users', ['content-type', 'application/json'], JSON.stringify({ access_token: machineToken })]],
  ['a list in one header', () => ['/me', ['authorization', `Bearer ${machineToken}, Bearer ${machineToken}`]]],
  ['another scheme', () => ['/me', ['authorization', `Token ${machineToken}`]]],
  ['no scheme', () => ['/me', ['authorization', machineToken]]],
])('a token in %s is no token', async (_, make) => {
  const [path, headers, body] = make();
  const { status, text } = await ask(path, headers, body);
  expect([status, text]).toEqual([401, expect.stringContaining('Send a valid token: Authorization: Bearer …')]);
  expect(text).not.toContain(machineToken);
});

test('one in the query beside a good one is an unknown parameter, and stands in no log', async () => {
  const { status, text } = await ask(`/me?access_token=${machineToken}`, bearer(jwt));
  expect(status).toBe(400);
  expect(text).not.toContain(machineToken);
  expect(application.logged.join('')).not.toContain(machineToken);
});

test('a machine token that was cut, or that another kind of token follows, is told apart from none', async () => {
  for (const token of [machineToken.slice(0, -1), `${machineToken}x`, `klt_${jwt}`]) {
    const { status, text } = await ask('/me', bearer(token));
    expect([status, text]).toEqual([401, expect.stringContaining('it was cut or mistyped')]);
  }
});

// A process has one client of one event store.
describeEmbedded('of two servers in one process', () => {
  test('each believes its own issuer, also once the other is gone', async () => {
    const other = await runningApplication();
    const stranger = await other.as('owner@example.com');
    expect((await stranger.get('/me')).status).toBe(200);
    expect((await owner.get('/me')).status).toBe(200);
    const refused = { status: 401, body: { detail: 'The signature of the token does not verify.' } };
    expect(await client(other.url, 'owner', jwt).get('/me')).toMatchObject(refused);
    expect(await client(application.url, 'owner', stranger.token).get('/me')).toMatchObject(refused);
    await other.end();
    expect((await owner.get('/me')).status).toBe(200);
    expect(await client(application.url, 'owner', stranger.token).get('/me')).toMatchObject(refused);
  });
});
