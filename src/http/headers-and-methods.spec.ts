import { get } from 'node:https';
import { demoServer, type DemoServer } from '../../test/support/edge/demo-server';
import { selfSigned } from '../../test/support/self-signed';

let server: DemoServer;
beforeAll(async () => (server = await demoServer()));
afterAll(() => server.close());

const THINGS = '/api/v1/things';

describe('manners', () => {
  test('answers carry the headers that keep browsers careful', async () => {
    const { headers } = await server.call('GET', THINGS);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('browsers may call from the origins allowed, and from no other', async () => {
    const ask = (origin: string) =>
      server.call('OPTIONS', THINGS, { headers: { origin, 'access-control-request-method': 'POST' } });
    const allowed = await ask('https://console.example.com');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://console.example.com');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    expect((await ask('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('health and metrics need no token', async () => {
    const headers = { authorization: '' };
    expect((await server.call('GET', '/health/live', { headers })).status).toBe(200);
    expect((await server.call('GET', '/health/ready', { headers })).json).toEqual({
      ready: true,
      parts: { log: 'ok' },
    });
    server.knobs.ready = false;
    expect((await server.call('GET', '/health/ready', { headers })).status).toBe(503);
    server.knobs.ready = true;
    expect((await server.call('GET', `${THINGS}/public/word`, { headers })).json).toEqual({ word: 'hello' });
    await server.call('GET', `${THINGS}/a`);
    await server.call('GET', `${THINGS}/a/fail/rotating`);
    const { text } = await server.call('GET', '/metrics', { headers });
    expect(text).toContain('keyledger_http_refusals_total{code="ROTATION_IN_PROGRESS"}');
    expect(text).toMatch(/request_duration_seconds_count\{method="GET",route="\/api\/v1\/things\/:id"\} [1-9]/);
    expect(text).toMatch(/keyledger_http_answers_total\{status="200"\} [1-9]/);
  });

  test('the log says what was asked, and nothing of what was said', async () => {
    server.logged.length = 0;
    await server.send('POST', `${THINGS}?q=hunter2`, { name: 'hunter2' }, { 'idempotency-key': 'hunter2' });
    await server.call('GET', `${THINGS}/a/fail/defect`);
    const text = server.logged.join('');
    expect(text).not.toMatch(/hunter2|Bearer/);
    const [answeredLine] = server.logged.map((each) => JSON.parse(each));
    expect(Object.keys(answeredLine).toSorted()).toEqual(
      [
        'code',
        'correlationId',
        'hostname',
        'ip',
        'level',
        'method',
        'ms',
        'msg',
        'pid',
        'route',
        'status',
        'time',
        'userId',
      ].toSorted(),
    );
    expect(text).toContain('"error":"TypeError","frames":["    at ');
  });

  test('the documentation page uses nothing from outside', async () => {
    const headers = { authorization: '' };
    const page = await server.call('GET', '/docs', { headers });
    expect(page.text).not.toMatch(/(src|href)="(?!\/docs\/)/);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/);
    for (const [, file] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await server.call('GET', file as string, { headers })).status).toBe(200);
    }
    expect((await server.call('GET', '/docs/package.json', { headers })).status).toBe(404);
  });
});

test('a server that stops finishes what is under way and takes nothing new', async () => {
  const stopping = await demoServer();
  const slow = stopping.send('POST', THINGS, { name: 'wait' });
  while (stopping.demo.release === undefined) await new Promise(setImmediate);
  const closed = stopping.close();
  const late = await stopping.call('GET', THINGS);
  expect([late.status, late.json.code, late.headers.get('retry-after')]).toEqual([503, 'UNAVAILABLE', '1']);
  stopping.demo.release();
  expect((await slow).status).toBe(201);
  await closed;
  await expect(stopping.call('GET', THINGS)).rejects.toThrow(/fetch failed/);
});

test('over TLS a browser is told to stay there', async () => {
  const secure = await demoServer({ behindTlsProxy: true });
  expect((await secure.call('GET', THINGS)).headers.get('strict-transport-security')).toContain('max-age=');
  await secure.close();
});

test('TLS is served with the certificate given', async () => {
  const { cert, key } = selfSigned();
  const secure = await demoServer({ tls: { cert: Buffer.from(cert), key: Buffer.from(key) } });
  const status = await new Promise<number | undefined>((resolve, reject) => {
    get(`${secure.url}/health/live`, { ca: cert, agent: false }, ({ statusCode }) => resolve(statusCode)).on(
      'error',
      reject,
    );
  });
  expect(status).toBe(200);
  await secure.close();
});
