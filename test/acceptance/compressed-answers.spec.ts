import { gunzipSync } from 'node:zlib';
import { get, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { client, type Answer } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const GZIP = { 'accept-encoding': 'gzip' };
/** Above what is worth compressing, and easily compressed. */
const LARGE = 'correct horse battery staple '.repeat(100).trim();

interface Bare {
  readonly headers: IncomingMessage['headers'];
  readonly status: number | undefined;
  readonly bytes: Buffer;
}

/** As it comes over the wire: `fetch` would decompress it. */
const bare = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Bare> =>
  new Promise((resolve, reject) => {
    const authorization = `Bearer ${fixture.owner.token}`;
    get(`${application.url}${path}`, { headers: { authorization, ...headers }, agent: false }, (answer) => {
      const heard: Buffer[] = [];
      answer.on('data', (part: Buffer) => heard.push(part)).on('error', reject);
      answer.on('end', () =>
        resolve({ headers: answer.headers, status: answer.statusCode, bytes: Buffer.concat(heard) }),
      );
    }).on('error', reject);
  });

const API = '/api/v1';

const lengthToldByHead = (path: string, headers: Readonly<Record<string, string>>): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const authorization = `Bearer ${fixture.owner.token}`;
    const options = { method: 'HEAD', headers: { authorization, ...headers }, agent: false };
    request(`${application.url}${path}`, options, (answer) => resolve(answer.resume().headers['content-length']))
      .on('error', reject)
      .end();
  });

test('HEAD tells the length that GET has, or none where GET is compressed', async () => {
  for (const path of ['/api/v1/permissions', '/api/v1/openapi.json', '/api/v1/users?limit=200', '/health/ready']) {
    const { length } = (await bare(path)).bytes;
    expect([path, await lengthToldByHead(path, {})]).toEqual([path, `${length}`]);
    const { headers } = await bare(path, GZIP);
    const told = headers['content-encoding'] === undefined ? `${length}` : undefined;
    expect([path, await lengthToldByHead(path, GZIP)]).toEqual([path, told]);
  }
});

test.each([
  ['a list', '/users?limit=200'],
  ['an export as JSON Lines', '/audit/export?format=jsonl&type=keyledger.grant-given.v1'],
  ['an export as CSV', '/audit/export?format=csv&type=keyledger.grant-given.v1'],
  ['the OpenAPI document', '/openapi.json'],
])('%s compressed is the same as it is', async (_, path) => {
  const [plain, compressed] = [await bare(`${API}${path}`), await bare(`${API}${path}`, GZIP)];
  expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined]);
  expect([compressed.status, compressed.headers['content-encoding']]).toEqual([200, 'gzip']);
  expect(gunzipSync(compressed.bytes).toString()).toBe(plain.bytes.toString());
  expect(compressed.headers['vary']).toContain('accept-encoding');
  expect(compressed.headers['content-type']).toBe(plain.headers['content-type']);
});

test('the API page and its scripts are compressed, and nothing of them is had in parts', async () => {
  const script = await bare('/docs/swagger-ui-bundle.js', { ...GZIP, range: 'bytes=0-9' });
  expect([script.status, script.headers['content-encoding'], script.headers['accept-ranges']]).toEqual([
    200,
    'gzip',
    undefined,
  ]);
  expect(gunzipSync(script.bytes).toString()).toContain('SwaggerUIBundle');
});

test.each([
  ['plain', {}],
  ['compressed', GZIP],
])('an export that is streamed, %s, has no more listeners than Node lets pass', async (_, headers) => {
  const most = new Map<string, number>();
  application.server.app.getHttpServer().once('request', (__: unknown, response: ServerResponse) => {
    response.on('newListener', (event: string) => {
      most.set(event, Math.max(most.get(event) ?? 0, response.listenerCount(event) + 1));
    });
  });
  expect((await bare(`${API}/audit/export?format=jsonl`, headers)).status).toBe(200);
  expect(most.get('close')).toBeGreaterThan(1);
  expect([...most].filter(([event, count]) => event !== 'newListener' && count > 10)).toEqual([]);
});

test('what is small comes as it is', async () => {
  for (const path of ['/me', '/users?limit=1', '/users?unknown=1', '/nothing']) {
    expect([path, (await bare(`${API}${path}`, GZIP)).headers['content-encoding']]).toEqual([path, undefined]);
  }
  expect((await bare('/health/ready', GZIP)).headers['content-encoding']).toBeUndefined();
});

test('events, and what is fetched in parts, come as they are', async () => {
  const headers = { authorization: `Bearer ${fixture.owner.token}`, ...GZIP };
  const answer = await new Promise<IncomingMessage>((resolve) => {
    get(`${application.url}${API}/notifications/stream`, { headers, agent: false }, resolve);
  });
  expect([answer.statusCode, answer.headers['content-encoding']]).toEqual([200, undefined]);
  const first = await new Promise<Buffer>((resolve) => answer.once('data', resolve));
  expect(first.toString()).toContain(':');
  answer.destroy();
  const tile = await bare(`${API}/evidence/checkpoint`, GZIP);
  expect([tile.headers['content-encoding'], tile.status]).toEqual([undefined, 200]);
});

test('a value, or a token, is never compressed, however large and whoever asks for it', async () => {
  const { owner, people } = fixture;
  const machine = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Robot' });
  const host = await owner.ok('POST', '/hosts', { name: 'web-1', organizationId: fixture.organizationId });
  const value = { credential: LARGE, credentialType: 'other' };
  const [first, second, third] = [
    await fixture.newIdentity(value),
    await fixture.newIdentity(value),
    await fixture.newIdentity(value),
  ];
  const work = { reason: 'work', durationMinutes: 30 };
  const scim = await owner.ok('POST', '/scim-connections', { name: 'Entra' });
  const answers: readonly (readonly [Answer, string])[] = [
    [await people.user.post(`/identities/${first.id}/checkout`, work, GZIP), LARGE],
    [await people.revealer.post(`/identities/${second.id}/reveal`, undefined, GZIP), LARGE],
    [await owner.post(`/identities/${third.id}/break-glass`, { reason: 'the shop is down' }, GZIP), LARGE],
    [await owner.post(`/users/${machine.id}/tokens`, { name: 'Job', expiresInDays: 1 }, GZIP), 'klt_'],
    [await owner.post(`/hosts/${host.id}/join-token`, undefined, GZIP), 'token'],
    [await owner.post('/scim-connections', { name: 'Okta' }, GZIP), 'kls_'],
    [await owner.post(`/scim-connections/${scim.id}/tokens`, undefined, GZIP), 'kls_'],
    [await client(application.url, '', scim.token).get('//scim/v2/Schemas', GZIP), 'schemas'],
  ];
  for (const [answer, text] of answers) {
    expect([text, answer.status < 300 ? '' : answer.text]).toEqual([text, '']);
    expect(answer.text).toContain(text);
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
});

test('a compressed body is not taken', async () => {
  const answer = await fixture.owner.post('/roles', '{}', { 'content-encoding': 'gzip' });
  expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
});
