import { demoServer, type DemoServer } from '../../test/support/edge/demo-server';

let server: DemoServer;
beforeAll(async () => (server = await demoServer()));
afterAll(() => server.close());

const THINGS = '/api/v1/things';

describe('positions', () => {
  afterEach(() => Object.assign(server.knobs, { head: '5', reached: '9', listsThings: false, logIsAway: false }));

  test('a write tells its position', async () => {
    const answer = await server.send('POST', THINGS, { name: 'a' });
    expect(answer.headers.get('keyledger-position')).toBe('7');
    expect(answer.headers.get('location')).toBe(`${THINGS}/${answer.json.id}`);
  });

  const stale = async (path: string) => {
    const { status, headers } = await server.call('GET', path);
    return [status, headers.get('keyledger-stale')];
  };

  test('a read waits for the head; what it does not find there by then is told by the log, or as stale', async () => {
    const before = server.knobs.throughLog;
    expect(await stale(THINGS)).toEqual([200, null]);
    expect(server.knobs.throughLog).toBe(before);
    server.knobs.reached = '4';
    expect(await stale(`${THINGS}/a`)).toEqual([200, null]);
    expect(server.knobs.throughLog).toBe(before + 1);
    server.knobs.listsThings = true;
    expect(await stale(THINGS)).toEqual([200, 'true']);
    expect(await stale(`${THINGS}/none`)).toEqual([404, 'true']);
    server.knobs.listsThings = false;
    expect(await stale(`${THINGS}/none`)).toEqual([404, null]);
  });

  test('where the log can not tell it either, it is told as the models stand', async () => {
    Object.assign(server.knobs, { reached: '4', logIsAway: true });
    expect(await stale(`${THINGS}/a`)).toEqual([200, 'true']);
  });

  test('HEAD reads as GET does', async () => {
    Object.assign(server.knobs, { reached: '4', listsThings: true });
    const { status, headers } = await server.call('HEAD', THINGS);
    expect([status, headers.get('keyledger-stale')]).toEqual([200, 'true']);
  });

  describe('a read that brings a position', () => {
    const headers = { 'keyledger-min-position': '8'.padEnd(16, '0') };
    const at = (path: string) => server.call('GET', path, { headers });

    test('sees it, or is 503', async () => {
      expect((await at(THINGS)).status).toBe(200);
      Object.assign(server.knobs, { reached: '7', head: '9', listsThings: true });
      for (const path of [THINGS, `${THINGS}/none`]) {
        const late = await at(path);
        expect(late.json).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
        expect(late.headers.get('retry-after')).toBe('1');
        expect(late.headers.get('keyledger-stale')).toBeNull();
      }
    });

    test('is told by the log where that says all of it', async () => {
      Object.assign(server.knobs, { reached: '7', head: '9' });
      expect((await at(`${THINGS}/a`)).status).toBe(200);
      expect((await at(`${THINGS}/none`)).status).toBe(404);
    });

    test('is 503 where the log has no such position', async () => {
      Object.assign(server.knobs, { reached: '7', head: '7' });
      expect((await at(`${THINGS}/a`)).status).toBe(503);
    });
  });

  test.each(['a b', '0', 'later', '9'.repeat(201)])('%s is no position', async (position) => {
    const { json } = await server.call('GET', THINGS, { headers: { 'keyledger-min-position': position } });
    expect(json).toMatchObject({ status: 400, errors: [{ field: 'Keyledger-Min-Position' }] });
  });

  test('a write that can not be read in time is answered by the log', async () => {
    const before = server.knobs.throughLog;
    expect((await server.send('POST', THINGS, { name: 'a' })).status).toBe(201);
    expect(server.knobs.throughLog).toBe(before);
    server.knobs.reached = '1';
    const { status, json, headers } = await server.send('POST', THINGS, { name: 'a' });
    expect([status, json.name, headers.get('keyledger-position')]).toEqual([201, 'a', '7']);
    expect(server.knobs.throughLog).toBe(before + 1);
  });

  test('a command that goes by lists runs once they are there, and not before', async () => {
    server.knobs.reached = '4';
    const before = server.demo.runs;
    const late = await server.call('POST', `${THINGS}/sort`);
    expect(late.json).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(late.headers.get('retry-after')).toBe('1');
    expect(server.demo.runs).toBe(before);
    server.knobs.reached = '9';
    expect((await server.call('POST', `${THINGS}/sort`)).status).toBe(204);
    expect(server.demo.runs).toBe(before + 1);
  });
});

describe('entity tags', () => {
  test('a single thing has one', async () => {
    expect((await server.call('GET', `${THINGS}/a`)).headers.get('etag')).toBe('"3"');
  });
});

describe('idempotency', () => {
  let count = 0;
  let key: Record<string, string>;
  beforeEach(() => (key = { 'idempotency-key': `key-${(count += 1)}` }));

  test('the same request again answers the same and runs once', async () => {
    const before = server.demo.runs;
    const first = await server.send('POST', THINGS, { name: 'a', flag: true }, key);
    const second = await server.send('POST', THINGS, '{"flag": true, "name": "a"}', key);
    expect(second.status).toBe(201);
    expect(second.json).toEqual({ id: first.json.id, name: 'again' });
    expect(second.headers.get('keyledger-position')).toBe('7');
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(server.demo.runs).toBe(before + 1);
  });

  test('what has no body is answered from the receipt', async () => {
    const before = server.demo.runs;
    for (let i = 0; i < 2; i++) {
      const { status, headers } = await server.call('POST', `${THINGS}/a/touch`, { headers: key });
      expect([status, headers.get('keyledger-position')]).toEqual([204, '10']);
    }
    expect(server.demo.runs).toBe(before + 1);
  });

  test('another body is refused; another user, path or key is another request', async () => {
    await server.send('POST', THINGS, { name: 'a' }, key);
    expect((await server.send('POST', THINGS, { name: 'b' }, key)).json).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const bob = await server.send('POST', THINGS, { name: 'b' }, { ...key, authorization: 'Bearer bob' });
    expect(bob.json.name).toBe('b');
    expect((await server.call('POST', `${THINGS}/a/touch`, { headers: key })).status).toBe(204);
  });

  test('while it runs, it is 409', async () => {
    const first = server.send('POST', THINGS, { name: 'wait' }, key);
    while (server.demo.release === undefined) await new Promise(setImmediate);
    const second = await server.send('POST', THINGS, { name: 'wait' }, key);
    expect(second.json).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
    expect(second.headers.get('retry-after')).toBe('1');
    server.demo.release();
    expect((await first).status).toBe(201);
  });

  test('a refusal is forgotten, and the ids stay the same for the same body', async () => {
    const refused = await server.send('POST', THINGS, { name: 'conflict' }, key);
    expect(refused.status).toBe(409);
    server.demo.isAway = true;
    expect((await server.send('POST', THINGS, { name: 'a' }, key)).status).toBe(503);
    const [{ ids }] = server.demo.seen.slice(-1) as [{ ids: { next(): string } }];
    server.demo.isAway = false;
    const made = await server.send('POST', THINGS, { name: 'a' }, key);
    expect(made.status).toBe(201);
    const [{ ids: again }] = server.demo.seen.slice(-1) as [{ ids: { next(): string } }];
    expect(again.next()).toBe(ids.next());
  });

  test.each(['', 'a b', 'x'.repeat(256), 'ü'])('a key like "%s" is refused', async (bad) => {
    const { json } = await server.send('POST', THINGS, { name: 'a' }, { 'idempotency-key': bad });
    expect(json).toMatchObject({ status: 400, errors: [{ field: 'Idempotency-Key' }] });
  });
});
