import { request } from 'node:http';
import { demoServer, type DemoServer } from '../../test/support/edge/demo-server';

let server: DemoServer;
beforeAll(async () => (server = await demoServer({ trustedProxies: ['127.0.0.0/8'], corsOrigins: [] })));
afterAll(() => server.close());

const THINGS = '/api/v1/things';

/** Headers and bytes as they are, which `fetch` would not send. */
const raw = (
  method: string,
  path: string,
  headers: Record<string, string | string[]>,
  body: string | Buffer = '',
): Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }> =>
  new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers: { authorization: 'Bearer ann', ...headers } });
    sent.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
const make = (headers: Record<string, string | string[]>, body: string | Buffer = '{"name":"a"}') =>
  raw('POST', THINGS, { 'content-type': 'application/json', ...headers }, body);
const seen = () => server.demo.seen.at(-1);

describe('where it comes from', () => {
  test('several X-Forwarded-For headers are one list; ports and brackets are no part of an address', async () => {
    await make({ 'x-forwarded-for': ['8.8.8.8', '[2001:db8::7]:4711', '127.0.0.2:80'] });
    expect(seen()).toMatchObject({ ip: '2001:db8::7' });
  });
});

describe('If-Match', () => {
  const change = (tags: string) => server.send('PATCH', `${THINGS}/a`, { name: 'b' }, { 'if-match': tags });
  test.each([
    ['"3"', [3]],
    ['"3", "5"', [3, 5]],
    ['"3","5" ,, "x"', [3, 5]],
    ['W/"3"', []],
    ['W/"3", "4"', [4]],
    ['"a,b", "7"', [7]],
    ['nonsense', []],
    ['3', []],
    ['"03"', []],
    ['*', undefined],
    [' * ', undefined],
  ])('%s insists on %j', async (tags, revisions) => {
    expect((await change(tags)).status).toBe(200);
    expect(seen()).toEqual(revisions);
  });
});

describe('bodies', () => {
  test.each(['identity', 'Identity', 'identity, identity', ''])('the coding %p leaves it as it is', async (coding) => {
    expect((await make({ 'content-encoding': coding })).status).toBe(201);
  });

  test.each(['gzip', 'GZIP', 'identity, br', 'x'])('the coding %p is refused, and says so', async (coding) => {
    const { status, text } = await make({ 'content-encoding': coding });
    expect([status, JSON.parse(text).code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(JSON.parse(text).detail).toContain('Content-Encoding');
  });

  test.each(['utf-8', 'UTF-8', '"utf-8"', 'us-ascii'])('the charset %s is understood', async (charset) => {
    expect((await make({ 'content-type': `Application/JSON; Charset=${charset}` })).status).toBe(201);
  });

  test.each(['latin1', 'utf-16', 'windows-1252'])('the charset %s is refused', async (charset) => {
    const { status, text } = await make({ 'content-type': `application/json; charset=${charset}` });
    expect([status, JSON.parse(text).detail]).toEqual([415, 'Send application/json in UTF-8.']);
  });

  test('a byte order mark is passed over', async () => {
    expect((await make({}, '\ufeff{"name":"marked"}')).status).toBe(201);
    expect((await make({}, '\ufeff')).status).toBe(400);
  });

  test('a member given twice is refused by name, at any depth, and nothing is done', async () => {
    const { runs } = server.demo;
    const { json } = await server.send('POST', THINGS, '{"name":"a","parts":[{"partId":"p","partId":"q"}],"name":"b"}');
    expect(json).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'parts[0].partId', message: 'is given more than once' }],
    });
    expect(server.demo.runs).toBe(runs);
  });

  test('a body on a GET is not read', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '3' };
    expect((await raw('GET', THINGS, headers, '{,}')).status).toBe(200);
  });
});

describe('paths', () => {
  test.each([`${THINGS}/`, `/${THINGS}`, '/api//v1/things//'])('%s is /things', async (path) => {
    expect((await raw('POST', path, { 'content-type': 'application/json' }, '{"name":"a"}')).status).toBe(201);
    expect((await raw('GET', path, {})).status).toBe(200);
    expect((await raw('DELETE', path, {})).headers).toMatchObject({ allow: 'GET, HEAD, POST' });
  });

  test('slashes that say nothing make no other request of it', async () => {
    const body = { name: 'once' };
    const first = await server.send('POST', THINGS, body, { 'idempotency-key': 'slash' });
    const again = await server.send('POST', `${THINGS}/`, body, { 'idempotency-key': 'slash' });
    expect(again.json.id).toBe(first.json.id);
  });

  test('upper case is another path, and nothing is there', async () => {
    expect((await server.call('GET', '/API/v1/things')).json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test.each(['OPTIONS', 'TRACE', 'PROPFIND'])(
    '%s is answered with a problem and the methods there are',
    async (method) => {
      const { status, text, headers } = await raw(method, THINGS, {});
      expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'GET, HEAD, POST' });
      expect(JSON.parse(text)).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    },
  );

  test('HEAD is GET without its body', async () => {
    const { status, text } = await raw('HEAD', THINGS, {});
    expect([status, text]).toEqual([200, '']);
  });
});

describe('Expect', () => {
  test('100-continue is answered, and the request goes its way', async () => {
    expect((await make({ expect: '100-continue' })).status).toBe(201);
    expect((await make({ expect: '100-Continue' })).status).toBe(201);
  });

  test.each(['200-ok', 'x=y'])('%s is refused by a problem document', async (expectation) => {
    const { status, text, headers } = await make({ expect: expectation });
    expect(status).toBe(417);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ status: 417, code: 'EXPECTATION_FAILED', instance: THINGS });
  });
});
