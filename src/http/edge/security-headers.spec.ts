import { demoServer, type DemoServer } from '../../../test/support/edge/demo-server';
import { rawRequest } from '../../../test/support/edge/raw-request';

let server: DemoServer;
let secure: DemoServer;
beforeAll(async () => {
  server = await demoServer();
  secure = await demoServer({ behindTlsProxy: true });
});
afterAll(() => Promise.all([server.close(), secure.close()]));

const ask = (line: string, more = '') =>
  `${line} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ann\r\nConnection: close\r\n${more}\r\n`;

const PREFLIGHT = 'Origin: https://console.example.com\r\nAccess-Control-Request-Method: POST\r\n';

const KINDS: readonly (readonly [name: string, bytes: string, status: number])[] = [
  ['a list', ask('GET /api/v1/things'), 200],
  ['an answer to HEAD', ask('HEAD /api/v1/things/a'), 200],
  ['what there is not', ask('GET /nothing'), 404],
  ['a method that it does not know', ask('DELETE /health/live'), 405],
  ['what is not valid', ask('GET /api/v1/things?x=1'), 400],
  ['who has no token', 'GET /api/v1/things HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 401],
  ['a defect', ask('GET /api/v1/things/a/fail/defect'), 500],
  ['a preflight', ask('OPTIONS /api/v1/things', PREFLIGHT), 204],
  ['health', ask('GET /health/live'), 200],
  ['metrics', ask('GET /metrics'), 200],
  ['the OpenAPI document', ask('GET /api/v1/openapi.json'), 200],
  ['the API page', ask('GET /docs'), 200],
  ['a file of the API page', ask('GET /docs/start.js'), 200],
  ['a defect in what SCIM answers', ask('GET /scim/v2/Users'), 500],
  ['a path that is none', ask('GET /%ff'), 400],
  ['another expectation', ask('POST /api/v1/things', 'Content-Length: 2\r\nExpect: a\r\n'), 417],
  ['what is not HTTP', 'nonsense\r\n\r\n', 400],
  ['headers that are too long', ask('GET /', `X: ${'x'.repeat(40_960)}\r\n`), 431],
];

const headersOf = (answer: string): ReadonlyMap<string, string> => {
  const [, ...lines] = (answer.split('\r\n\r\n', 1)[0] ?? '').split('\r\n');
  const pairs = lines.map((line) => line.split(/: (.*)/s)).map(([name = '', value = '']) => [name, value] as const);
  const names = pairs.map(([name]) => name.toLowerCase());
  expect(names).toHaveLength(new Set(names).size);
  return new Map(pairs.map(([name, value]) => [name.toLowerCase(), value]));
};

test.each(KINDS)('%s carries the headers that keep browsers careful', async (_, bytes, status) => {
  const answer = await rawRequest(server.url, bytes);
  expect(answer).toContain(`HTTP/1.1 ${status} `);
  const headers = headersOf(answer);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
  });
  expect(headers.get('strict-transport-security')).toBeUndefined();
  const overTls = headersOf(await rawRequest(secure.url, bytes));
  expect(overTls.get('strict-transport-security')).toBe('max-age=31536000');
});

test('only the API page may run scripts, its own, and show what it brings along', async () => {
  const allowed = async (path: string): Promise<string> =>
    headersOf(await rawRequest(server.url, ask(`GET ${path}`))).get('content-security-policy') ?? '';
  const page = await allowed('/docs');
  expect(page.split(';').toSorted()).toEqual(
    [
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
    ].toSorted(),
  );
  expect(await allowed('/docs/start.js')).not.toContain('script-src');
  expect(await allowed('/api/v1/things')).not.toContain('script-src');
});
