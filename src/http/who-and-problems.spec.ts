import { demoServer, type DemoServer } from '../../test/support/edge/demo-server';

let server: DemoServer;
beforeAll(async () => (server = await demoServer()));
afterAll(() => server.close());

const THINGS = '/api/v1/things';
const HEX = /^[0-9a-f]{32}$/;

describe('who asks', () => {
  test.each([
    ['none', { authorization: '' }, 'Bearer'],
    ['a bad one', { authorization: 'Bearer eve' }, 'Bearer error="invalid_token"'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'Bearer error="invalid_token"'],
  ])('a token is needed: %s', async (_, headers, challenge) => {
    const answer = await server.call('POST', THINGS, { headers, body: 'not JSON' });
    expect(answer.json).toMatchObject({ status: 401, code: 'UNAUTHENTICATED', instance: THINGS });
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
  });

  test('a refusal at sign-in is the answer', async () => {
    const { json } = await server.call('GET', THINGS, { headers: { authorization: 'Bearer off' } });
    expect(json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
  });

  test('the context says who, from where, and on which trace', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = {
      'user-agent': `a\u0085${'b'.repeat(300)}`,
      'x-forwarded-for': '9.9.9.9',
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    };
    await server.send('POST', THINGS, { name: 'a' }, headers);
    expect(server.demo.seen.at(-1)).toMatchObject({
      actor: { kind: 'user', userId: 'ann', email: 'ann@example.com' },
      correlationId: trace,
      ip: '127.0.0.1',
      userAgent: `a${'b'.repeat(255)}`,
    });
    await server.send('POST', THINGS, { name: 'a' }, { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` });
    expect(server.demo.seen.at(-1)).toMatchObject({ correlationId: expect.stringMatching(HEX) });
  });

  test('a trusted proxy is believed, as far as it names an address', async () => {
    const behind = await demoServer({ trustedProxies: ['127.0.0.0/8'] });
    await behind.send('POST', THINGS, { name: 'a' }, { 'x-forwarded-for': '9.9.9.9' });
    expect(behind.demo.seen.at(-1)).toMatchObject({ ip: '9.9.9.9' });
    await behind.send('POST', THINGS, { name: 'a' }, { 'x-forwarded-for': '<script>' });
    expect(behind.demo.seen.at(-1)).toMatchObject({ ip: '127.0.0.1' });
    await behind.close();
  });
});

describe('problems', () => {
  test.each([
    ['unavailable', 503, 'UNAVAILABLE', '1'],
    ['revision', 503, 'UNAVAILABLE', '1'],
    ['rotating', 409, 'ROTATION_IN_PROGRESS', '3'],
    ['defect', 500, 'INTERNAL', null],
    ['unlisted', 500, 'INTERNAL', null],
  ])('%s is %i %s', async (how, status, code, retryAfter) => {
    const answer = await server.call('GET', `${THINGS}/a/fail/${how}?`);
    expect(answer.json).toMatchObject({ status, code, instance: `${THINGS}/a/fail/${how}` });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.text).not.toMatch(/hunter2|secret-place|retryAfter|identity-1/);
    expect(answer.json.correlationId).toMatch(HEX);
    expect(answer.headers.get('keyledger-correlation-id')).toBe(answer.json.correlationId);
  });

  test('a stream that can not be read is named, with what to do', async () => {
    const { json } = await server.call('GET', `${THINGS}/a/fail/newer?`);
    expect(json).toMatchObject({ status: 503, code: 'STREAM_UNREADABLE', stream: 'identity-1', revision: 3 });
    expect(json.detail).toMatch(/release.*an owner settles it/);
  });

  test('members that are documented for the code of a refusal stand in the document, and no others', async () => {
    const { json } = await server.send('POST', THINGS, { name: 'conflict' });
    expect(json).toMatchObject({ code: 'CONFLICT', detail: 'No.', requestId: 'r1' });
    expect(json).not.toHaveProperty('holders');
  });

  test('a path nobody answers is 404, another method 405', async () => {
    expect((await server.call('GET', '/api/v1/nothing')).json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    const other = await server.call('PUT', THINGS);
    expect(other.json).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(other.headers.get('allow')).toBe('GET, HEAD, POST');
    const query = await server.call('QUERY', THINGS);
    expect(query.json).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect((await server.call('GET', '/api/v1/things/%zz')).json).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
    });
  });

  test('an answer other than documented is a defect where answers are inspected', async () => {
    expect((await server.call('GET', `${THINGS}/a/undocumented`)).status).toBe(500);
  });

  test('what takes too long is 503, and its end is no second answer', async () => {
    const hasty = await demoServer({ requestTimeoutMs: 100 });
    const { json, headers } = await hasty.call('GET', `${THINGS}/a/fail/slow`);
    expect(json).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(headers.get('retry-after')).toBe('1');
    hasty.demo.release?.();
    expect((await hasty.call('GET', `${THINGS}/a`)).status).toBe(200);
    await hasty.close();
  });

  test('a request may take as long as configuration takes', async () => {
    const patient = await demoServer({ requestTimeoutMs: 3_600_000 });
    expect((await patient.call('GET', `${THINGS}/a`)).status).toBe(200);
    await patient.close();
  });
});
