import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { demoServer, type DemoServer } from '../../test/support/edge/demo-server';
import { rawRequest } from '../../test/support/edge/raw-request';
import { until } from '../../test/support/until';

let server: DemoServer;
beforeAll(async () => (server = await demoServer()));
afterAll(() => server.close());

const THINGS = '/api/v1/things';

test.each([
  ['nonsense', 'nonsense\r\n\r\n', 400, 'VALIDATION_FAILED'],
  ['a header of 40 KiB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_960)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
    'VALIDATION_FAILED',
  ],
])('%s is answered with a problem, though it never became a request', async (_, bytes, status, code) => {
  const [head = '', body = ''] = (await rawRequest(server.url, bytes)).split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head).toContain('Content-Type: application/problem+json');
  const { correlationId, ...problem } = JSON.parse(body);
  expect(problem).toMatchObject({ status, code, title: expect.any(String), detail: expect.any(String) });
  expect(head).toContain(`Keyledger-Correlation-Id: ${correlationId}`);
});

/** Parts of a header section are joined by line ends. */
const bytesOf = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const countOf = async (name: string, label: string): Promise<number> =>
  Number(new RegExp(`^${name}\\{${label}\\} (\\d+)$`, 'm').exec(await server.registry.metrics())?.[1]);

test.each([
  ['nonsense', bytesOf('nonsense'), 400, 'VALIDATION_FAILED'],
  ['too much of a header', bytesOf('GET / HTTP/1.1', 'Host: a', `X: ${'x'.repeat(40_960)}`), 431, 'HEADERS_TOO_LARGE'],
  [
    'a path that is none',
    bytesOf('GET /api/v1/%zz HTTP/1.1', 'Host: a', 'Connection: close'),
    400,
    'VALIDATION_FAILED',
  ],
  [
    'an id of 600 characters',
    bytesOf(`GET ${THINGS}/${'x'.repeat(600)} HTTP/1.1`, 'Host: a', 'Connection: close'),
    404,
    'NOT_FOUND',
  ],
  ['an expectation', bytesOf(`GET ${THINGS} HTTP/1.1`, 'Host: a', 'Expect: cake'), 417, 'EXPECTATION_FAILED'],
  ['no host', bytesOf(`GET ${THINGS} HTTP/1.1`, 'Connection: close'), 400, 'VALIDATION_FAILED'],
  ['no path of ours', bytesOf('GET /x HTTP/1.1', 'Host: a', 'Connection: close'), 404, 'NOT_FOUND'],
])('%s is found in the log by its correlation id, and counted', async (_, bytes, status, code) => {
  const counted = () =>
    Promise.all([
      countOf('keyledger_http_answers_total', `status="${status}"`),
      countOf('keyledger_http_refusals_total', `code="${code}"`),
    ]);
  const before = await counted();
  const [head = '', body = ''] = (await rawRequest(server.url, bytes)).split('\r\n\r\n');
  const { correlationId, ...problem } = JSON.parse(body);
  expect(problem).toMatchObject({ status, code });
  expect(head.toLowerCase()).toContain(`keyledger-correlation-id: ${correlationId}`);
  const lines = server.logged.map((line) => JSON.parse(line)).filter((line) => line.correlationId === correlationId);
  expect(lines).toMatchObject([{ msg: 'answered', status, code, ip: '127.0.0.1' }]);
  expect(await counted()).toEqual(before.map((count) => count + 1));
});

test('whoever speaks HTTP/1.0 needs no host', async () => {
  expect(await rawRequest(server.url, bytesOf(`GET ${THINGS} HTTP/1.0`))).toContain('HTTP/1.1 401 ');
});

test('who hangs up half-way through a body is no defect', async () => {
  const left = await demoServer();
  const arrived = new Promise<void>((resolve) => {
    left.app.getHttpServer().once('request', (request: IncomingMessage) => {
      request.once('data', () => socket.destroy()).once('close', resolve);
    });
  });
  const socket = connect(Number(new URL(left.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const head = `POST ${THINGS} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ann\r\nContent-Type: application/json\r\n`;
  socket.write(`${head}Content-Length: 100\r\n\r\n{"na`);
  await arrived;
  await left.close();
  expect(left.logged.join('')).not.toContain('a request failed');
});

test('a request whose caller hung up is in the log too, and an answer that never went out has no status', async () => {
  const { port, hostname } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(bytesOf(`GET ${THINGS}/a/fail/slow HTTP/1.1`, 'Host: a', 'Authorization: Bearer ann'));
  await until('the request', () => server.demo.release !== undefined);
  socket.destroy();
  const told = () => server.logged.map((line) => JSON.parse(line)).find(({ route }) => /fail/.test(route));
  await until('the line', () => told() !== undefined);
  expect(told()).toMatchObject({ msg: 'cut off', method: 'GET', userId: expect.any(String), ip: '127.0.0.1' });
  expect(told()).not.toHaveProperty('status');
  server.demo.release?.();
});

test('HEAD says what GET would, without a body', async () => {
  const answer = await server.call('HEAD', `${THINGS}/a`);
  expect([answer.status, answer.headers.get('etag'), answer.text]).toEqual([200, '"3"', '']);
  const stranger = await server.call('HEAD', `${THINGS}/a`, { headers: { authorization: '' } });
  expect(stranger.status).toBe(401);
});

test('what a browser asks before a call is observed as every request', async () => {
  const asks = { origin: 'https://console.example.com', 'access-control-request-method': 'POST' };
  const { status, headers } = await server.call('OPTIONS', THINGS, { headers: asks });
  expect(status).toBe(204);
  const lines = server.logged
    .map((line) => JSON.parse(line))
    .filter(({ correlationId }) => correlationId === headers.get('keyledger-correlation-id'));
  expect(lines).toMatchObject([{ msg: 'answered', method: 'OPTIONS', status: 204 }]);
});

test('OPTIONS is answered with or without a browser behind it', async () => {
  expect((await server.call('OPTIONS', THINGS)).status).toBe(204);
  const closed = await demoServer({ corsOrigins: [] });
  const { json, headers } = await closed.call('OPTIONS', THINGS);
  expect(json).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
  expect(headers.get('allow')).toBe('GET, HEAD, POST');
  await closed.close();
});
