import { demoServer, type Answer, type DemoServer } from '../../test/support/edge/demo-server';

let server: DemoServer;
beforeAll(async () => (server = await demoServer()));
afterAll(() => server.close());

const THINGS = '/api/v1/things';
const post = (body: unknown, headers?: Record<string, string>) => server.send('POST', THINGS, body, headers);
const expectInvalid = ({ status, headers, json }: Answer, field: string, message: string | RegExp) => {
  expect(json).toMatchObject({
    status: 400,
    code: 'VALIDATION_FAILED',
    type: 'urn:keyledger:problem:validation-failed',
  });
  expect(status).toBe(400);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(json.errors).toContainEqual({ field, message: expect.stringMatching(message) });
};

test.each([
  ['missing', {}, 'name', 'is required'],
  ['empty', { name: '' }, 'name', 'must not be empty'],
  ['blank', { name: '  \u00a0' }, 'name', /blank/],
  ['over-long', { name: 'x'.repeat(201) }, 'name', 'must have at most 200 characters'],
  ['of a wrong type', { name: 5 }, 'name', 'must be a string'],
  ['null', { name: null }, 'name', 'must be a string'],
  ['a Mongo operator', { name: { $gt: '' } }, 'name', 'must be a string'],
  ['unknown', { name: 'a', nmae: 'b' }, 'nmae', 'is not a known field'],
  ['prototype', '{"name":"a","__proto__":{"x":1}}', '__proto__', 'is not a known field'],
  ['a control character', { name: 'a\u0000b' }, 'name', /control/],
  ['a C1 control character', { name: 'a\u0085b' }, 'name', /control/],
  ['a line break', { name: 'a\nb' }, 'name', /line breaks/],
  ['a lone surrogate', '{"name":"a\\ud800"}', 'name', /surrogates/],
  ['a lone surrogate in a secret', '{"name":"a","credential":"\\udc00"}', 'credential', /surrogate/],
  ['a control character in a description', { name: 'a', description: 'a\u0007' }, 'description', /control/],
  ['a reason of nothing', { name: 'a', reason: '   ' }, 'reason', 'must not be empty'],
  ['a reason of 501', { name: 'a', reason: 'x'.repeat(501) }, 'reason', 'must have at most 500 characters'],
  ['a reason with a break at its end', { name: 'a', reason: 'x\n' }, 'reason', /control/],
  ['4 minutes', { name: 'a', minutes: 4 }, 'minutes', 'must be at least 5'],
  ['1441 minutes', { name: 'a', minutes: 1441 }, 'minutes', 'must be at most 1440'],
  ['5.5 minutes', { name: 'a', minutes: 5.5 }, 'minutes', 'must be a whole number'],
  ['minutes as text', { name: 'a', minutes: '5' }, 'minutes', 'must be a whole number'],
  ['a flag as text', { name: 'a', flag: 'true' }, 'flag', 'must be true or false'],
  ['no such word', { name: 'a', colour: 'green' }, 'colour', 'must be one of red, blue'],
  ['no e-mail', { name: 'a', email: 'a b@c' }, 'email', 'must be an e-mail address'],
  ['no such day', { name: 'a', when: '2026-02-30T00:00:00Z' }, 'when', /RFC 3339/],
  ['no time zone', { name: 'a', when: '2026-02-20T00:00:00' }, 'when', /RFC 3339/],
  ['nested', { name: 'a', parts: [{ partId: 'p' }, { partId: '../x' }] }, 'parts[1].partId', 'is not an id'],
  [
    'nested unknown',
    { name: 'a', parts: [{ partId: 'p', '<b>\u0007': 1 }] },
    'parts[0].<b>\ufffd',
    /not a known field/,
  ],
  ['doubled', { name: 'a', parts: [{ partId: 'p' }, { partId: 'p' }] }, 'parts', /twice/],
  ['a small bomb', `{"name":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`, 'body', /nests deeper/],
  ['a list', [], 'body', 'must be a JSON object'],
  ['null', 'null', 'body', 'must be a JSON object'],
  ['not JSON', '{"name": "hunter2', 'body', /not valid JSON/],
  ['a nested bomb', '['.repeat(200_000) + ']'.repeat(200_000), 'body', /nests deeper/],
  ['a bomb in a field', `{"name":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`, 'body', /nests deeper/],
])('a field that is %s is refused by name', async (_, body, field, message) => {
  const before = server.demo.runs;
  const answer = await post(body);
  expectInvalid(answer, field, message);
  expect(answer.text).not.toContain('hunter2');
  expect(server.demo.runs).toBe(before);
});

test.each([
  ['a long name with a control character', { name: `${'x'.repeat(400_000)}\u0000` }, 'name', /control/],
  ['many blanks', { name: ' '.repeat(400_000) }, 'name', /200 characters/],
  [
    'a list of many',
    { name: 'a', parts: Array.from({ length: 3_000 }, (_, i) => ({ partId: `p${i}` })) },
    'parts',
    /30/,
  ],
  ['a list of very many', { name: 'a', parts: Array.from({ length: 200_000 }, () => 1) }, 'body', /more than 10000/],
  [
    'very many fields',
    Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`x${i}`, 1])),
    'body',
    /more than 10000/,
  ],
  ['bombs in a list', `{"name":"a","parts":[${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}]}`, 'body', /nests deeper/],
])('%s costs no more time than its length', async (_, body, field, message) => {
  const startedAt = performance.now();
  expectInvalid(await post(body), field, message);
  // Quadratic work on any of these takes tens of seconds at least.
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('a packed body is not unpacked', async () => {
  const answer = await post({ name: 'a' }, { 'content-encoding': 'gzip' });
  expect(answer.json).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
});

test('everything wrong is told at once, up to twenty', async () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`x${i}`, 1]));
  expect((await post({ ...many, minutes: 1 })).json.errors).toHaveLength(20);
});

test('bytes that are not UTF-8 are no JSON', async () => {
  const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  const headers = { 'content-type': 'application/json' };
  expectInvalid(await server.call('POST', THINGS, { body, headers }), 'body', /UTF-8/);
});

test('what is odd but right is taken as it is', async () => {
  const name = "<script>alert(1)</script>'; DROP TABLE x; -- ../../etc/passwd 🔑";
  const body = {
    name,
    description: 'two\r\nlines',
    credential: '\u0000\n🔑',
    reason: '  why  ',
    when: '2026-01-31T10:30:00.1234+01:00',
  };
  const { status, json } = await post(body, { 'content-type': 'application/json; charset=utf-8' });
  expect(status).toBe(201);
  expect(json).toMatchObject({ ...body, reason: 'why', when: '2026-01-31T09:30:00.123Z' });
  expect((await post({ name: '🔑'.repeat(200), reason: ` ${'x'.repeat(500)} ` })).status).toBe(201);
});

test('a body over 512 KiB is too large', async () => {
  const { json } = await post({ name: 'x'.repeat(512 * 1024) });
  expect(json).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
  'a body of type %s is not understood',
  async (type) => {
    const { json } = await post('{"name":"a"}', { 'content-type': type });
    expect(json).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  },
);

test('a body of no type is understood by commands without fields alone', async () => {
  const body = Buffer.from('{}');
  expect((await server.call('POST', THINGS, { body })).status).toBe(415);
  expect((await server.call('POST', `${THINGS}/a/touch`, { body })).status).toBe(204);
});

test.each([
  ['no body', {}],
  ['no body, but a type', { headers: { 'content-type': 'application/json' } }],
  ['no body, but a form type', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['{}', { headers: { 'content-type': 'application/json' }, body: '{}' }],
])('a command without fields takes %s', async (_, init) => {
  expect((await server.call('POST', `${THINGS}/a/touch`, init)).status).toBe(204);
  expect((await server.call('DELETE', `${THINGS}/a`, init)).status).toBe(204);
});

test('a command without fields takes no fields', async () => {
  expectInvalid(await server.send('POST', `${THINGS}/a/touch`, { reason: 'x' }), 'reason', 'is not a known field');
});

test('a patch clears with null what may be cleared, and nothing else', async () => {
  const patch = { description: null, colour: null };
  expect(
    (await server.send('PATCH', `${THINGS}/a`, patch, { 'content-type': 'application/merge-patch+json' })).status,
  ).toBe(200);
  expect(server.demo.seen.at(-2)).toEqual(patch);
  expectInvalid(await server.send('PATCH', `${THINGS}/a`, { name: null }), 'name', 'must be a string');
  expectInvalid(
    await server.send('PATCH', `${THINGS}/a`, { description: 5 }),
    'description',
    'must be a string or null',
  );
});

test.each([
  ['limit=0', 'limit', 'must be at least 1'],
  ['limit=201', 'limit', 'must be at most 200'],
  ['limit=1.5', 'limit', 'must be a whole number'],
  ['limit=0x10', 'limit', 'must be a whole number'],
  ['limit=', 'limit', 'must be a whole number'],
  ['limit=5&limit=6', 'limit', 'is given more than once'],
  ['flag=1', 'flag', 'must be true or false'],
  ['flag=TRUE', 'flag', 'must be true or false'],
  ['q=%00', 'q', /control/],
  ['q=%ff', 'q', /UTF-8/],
  ['q[$gt]=', 'q[$gt]', 'is not a known parameter'],
  ['serach=x', 'serach', 'is not a known parameter'],
  ['__proto__=x', '__proto__', 'is not a known parameter'],
  ['constructor=x', 'constructor', 'is not a known parameter'],
  ['cursor=%20', 'cursor', 'is not a cursor of this list'],
  ['cursor=abc', 'cursor', 'is not a cursor of this list'],
])('?%s is refused', async (query, field, message) => {
  expectInvalid(await server.call('GET', `${THINGS}?${query}`), field, message);
});

test('everything wrong with a query is told, up to twenty', async () => {
  const { json } = await server.call('GET', `${THINGS}?${'q&'.repeat(500)}`);
  expect(json.errors).toHaveLength(20);
});

test('query parameters are read by their type', async () => {
  expect((await server.call('GET', `${THINGS}?limit=3&flag=false&q=a+b%26`)).json.items).toHaveLength(3);
  expect(server.demo.seen.at(-1)).toEqual({ limit: 3, flag: false, q: 'a b&' });
  expect((await server.call('GET', THINGS)).json.items).toHaveLength(50);
});

test('a cursor leads on, but not elsewhere, and not when it was touched', async () => {
  const { nextCursor } = (await server.call('GET', `${THINGS}?limit=2`)).json;
  expect((await server.call('GET', `${THINGS}?limit=1&cursor=${nextCursor}`)).json.items).toEqual([
    { id: 't2', name: '2' },
  ]);
  const said = ['cursor', 'is not a cursor of this list'] as const;
  expectInvalid(await server.call('GET', `${THINGS}/others?cursor=${nextCursor}`), ...said);
  const [text, proof] = nextCursor.split('.');
  const forged = Buffer.from(JSON.stringify([0, 't0'])).toString('base64url');
  for (const cursor of [`${forged}.${proof}`, `${text}.${proof.slice(1)}`, text, `${nextCursor}.x`]) {
    expectInvalid(await server.call('GET', `${THINGS}?cursor=${cursor}`), ...said);
  }
});

test.each(['..%2Fx', '%00', 'a%20b', '%7B%22$gt%22:%22%22%7D', 'x'.repeat(201), 'x'.repeat(600), '%F0%9F%94%91'])(
  'an id like %s is nowhere to be found',
  async (id) => {
    expect((await server.call('GET', `${THINGS}/${id}`)).json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  },
);

test('a number in a path is a number', async () => {
  expect((await server.call('PUT', `${THINGS}/a/versions/12`)).json).toEqual({ version: 12 });
  for (const version of ['0', '1.5', 'x', '01', '-1']) {
    expect((await server.call('PUT', `${THINGS}/a/versions/${version}`)).status).toBe(404);
  }
});
