import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { demoServer, type DemoServer } from '../../test/support/edge/demo-server';
import { rawRequest } from '../../test/support/edge/raw-request';

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

test('HEAD says what GET would, without a body', async () => {
  const answer = await server.call('HEAD', `${THINGS}/a`);
  expect([answer.status, answer.headers.get('etag'), answer.text]).toEqual([200, '"3"', '']);
  const stranger = await server.call('HEAD', `${THINGS}/a`, { headers: { authorization: '' } });
  expect(stranger.status).toBe(401);
});

test('OPTIONS is answered with or without a browser behind it', async () => {
  expect((await server.call('OPTIONS', THINGS)).status).toBe(204);
  const closed = await demoServer({ corsOrigins: [] });
  const { json, headers } = await closed.call('OPTIONS', THINGS);
  expect(json).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
  expect(headers.get('allow')).toBe('GET, HEAD, POST');
  await closed.close();
});
