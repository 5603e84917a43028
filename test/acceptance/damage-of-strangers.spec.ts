import { applicationOnDouble } from '../support/application/application-on-double';
import type { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import type { Stranger } from '../support/eventstoredb/orders';
import { onEngines } from '../support/application/engines';
import type { RunningApplication } from '../support/application/running-application';
import type { Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** An application of its own on a server that others write to as well. It has one client a process: the engines' run has its own. */
(onEngines ? describe.skip : describe)('others who write into the same EventStoreDB', () => {
  let double: EventStoreDouble;
  let application: RunningApplication;
  let fixture: Fixture;

  beforeAll(async () => {
    ({ double, application, fixture } = await applicationOnDouble());
  }, 120_000);
  afterAll(async () => {
    await application.end();
    await double.end();
  });

  const strangers = (...does: readonly Stranger[]) => double.order({ strangers: does });
  const write = (stream: string, type: string, more: object = {}) =>
    strangers({ does: 'write', stream, type, ...more });
  const damages = async () => (await fixture.owner.ok('GET', '/operations/damage')).items;
  const damageOf = async (stream: string) => {
    await until('the damage to be told', async () =>
      (await damages()).some((it: { stream: string; settledBy?: string }) => it.stream === stream && !it.settledBy),
    );
    return (await damages()).find(
      (it: { stream: string; settledBy?: string }) => it.stream === stream && !it.settledBy,
    );
  };
  const unreadable = async (stream: string, revision: number, path: string) => {
    const { status, body } = await fixture.owner.get(path);
    expect({ status, ...body }).toMatchObject({ status: 503, code: 'STREAM_UNREADABLE', stream, revision });
  };
  const checkOut = (id: string) =>
    fixture.people.user.post(`/identities/${id}/checkout`, { reason: 'a look at the logs', durationMinutes: 5 });
  const works = async () => {
    const { id } = await fixture.newIdentity();
    expect((await checkOut(id)).status).toBe(201);
    await until('the list', async () => {
      const { items } = await fixture.owner.ok('GET', '/identities?limit=200');
      return items.some((item: { id: string }) => item.id === id);
    });
  };
  const restarted = async () => {
    application = await application.restart();
  };

  test('in streams of their own are nobody to us, whatever their events are called', async () => {
    await write('my-own-stream', 'keyledger.identity-created.v1');
    await write('my-own-stream', 'keyledger.grant-given.v1', { data: '{not json' });
    await write('identity', 'keyledger.identity-created.v1');
    await write('account-x', 'keyledger.owner-added.v1', { data: '{"userId":"x","email":"x@example.com"}' });
    await works();
    await restarted();
    await works();
    expect(await damages()).toEqual([]);
  });

  test('in one of our streams are passed over, and what is decided there goes on behind them', async () => {
    const { id } = await fixture.newIdentity();
    await write(`identity-${id}`, 'SomethingElse', { data: 'no json' });
    await write(`identity-${id}`, '$>', { data: `0@identity-${id}`, contentType: 'application/octet-stream' });
    expect((await checkOut(id)).status).toBe(201);
    await write(`identity-${id}`, 'SomethingElse');
    // Whoever read it before saw all there is to see: it was not changed since.
    const { headers } = await fixture.owner.get(`/identities/${id}`);
    const ifMatch = { 'if-match': String(headers.get('etag')) };
    expect((await fixture.owner.patch(`/identities/${id}`, { name: 'renamed' }, ifMatch)).status).toBe(200);
    await restarted();
    const { items } = await fixture.owner.ok('GET', `/sessions?identityId=${id}`);
    expect((await fixture.people.user.post(`/sessions/${items[0].id}/checkin`)).status).toBe(200);
    expect(await damages()).toEqual([]);
  });

  test.each([
    ['of a newer release', 'keyledger.identity-moved.v9', {}],
    ['that is no JSON', 'keyledger.identity-deleted.v1', { data: '{not' }],
    ['that lacks what it must say', 'keyledger.identity-checked-in.v1', { data: '{}' }],
    ['without metadata', 'keyledger.identity-deleted.v1', { metadata: '' }],
    ['of another kind of stream', 'keyledger.owner-added.v1', { data: '{"userId":"x","email":"x@example.com"}' }],
  ])('freeze a stream by a fact %s, and no other; settled, it goes on', async (_, type, content) => {
    const { id } = await fixture.newIdentity();
    const { items: before } = await fixture.owner.ok('GET', '/identities?limit=200');
    await write(`identity-${id}`, type, content);
    expect((await checkOut(id)).body).toMatchObject({ status: 503, code: 'STREAM_UNREADABLE', revision: 1 });
    await works();
    const damage = await damageOf(`identity-${id}`);
    expect(damage).toMatchObject({ revision: 1, type });
    await restarted();
    expect((await checkOut(id)).body).toMatchObject({ status: 503, code: 'STREAM_UNREADABLE', revision: 1 });
    const { items: after } = await fixture.owner.ok('GET', '/identities?limit=200');
    expect(after).toEqual(expect.arrayContaining(before));
    const settled = await fixture.owner.post(`/operations/damage/${damage.id}/settle`, { reason: 'it was rubbish' });
    expect(settled).toMatchObject({ status: 200, body: { id: damage.id, settledBy: fixture.userIds.owner } });
    expect((await checkOut(id)).status).toBe(201);
    await restarted();
    await unreadableNever(id);
  });
  const unreadableNever = async (id: string) => {
    const { items } = await fixture.owner.ok('GET', `/sessions?identityId=${id}`);
    expect((await fixture.people.user.post(`/sessions/${items[0].id}/checkin`)).status).toBe(200);
  };

  test.each([
    ['cut off by a count', { does: 'limit', limits: { $maxCount: 1 } }],
    ['cut off before a revision', { does: 'limit', limits: { $tb: 2 } }],
    ['deleted', { does: 'delete' }],
    ['deleted for good', { does: 'tombstone' }],
  ] as const)('%s, a stream is damaged and not empty', async (_, deed) => {
    const { id, value } = await fixture.newIdentity();
    expect((await checkOut(id)).status).toBe(201);
    const stream = `identity-${id}`;
    await strangers({ ...deed, stream } as Stranger);
    await until('the freeze', async () => (await checkOut(id)).body.code === 'STREAM_UNREADABLE');
    await works();
    const damage = await damageOf(stream);
    expect(damage).not.toHaveProperty('type');
    await restarted();
    expect((await checkOut(id)).body).toMatchObject({ status: 503, code: 'STREAM_UNREADABLE', stream, revision: 0 });
    await strangers({ does: 'scavenge' });
    expect(value).not.toBe('');
    const { status } = await fixture.owner.post(`/operations/damage/${damage.id}/settle`, { reason: 'lost' });
    expect(status).toBe(200);
    expect((await checkOut(id)).status).toBe(404);
    expect(await application.adapters.materialStore.versions(id)).toEqual([1]);
    await works();
  });

  test('of a stream that was told to forget by age, what has gone since is damage to whoever reads it, and not emptiness', async () => {
    const { id } = await fixture.newIdentity();
    expect((await checkOut(id)).status).toBe(201);
    const stream = `identity-${id}`;
    await strangers({ does: 'limit', stream, limits: { $maxAge: 1 } });
    await until('its server to forget', () =>
      application.adapters.eventStore.readStream(stream, { limit: 10 }).then(
        ({ length }) => length === 0,
        () => true,
      ),
    );
    await restarted();
    expect((await checkOut(id)).body).toMatchObject({ status: 503, code: 'STREAM_UNREADABLE', stream, revision: 0 });
    expect(await damageOf(stream)).not.toHaveProperty('type');
    expect(await application.adapters.materialStore.versions(id)).toEqual([1]);
    await works();
  });

  test('what goes by age while a server runs is found without a restart, and freezes what it still has in memory', async () => {
    const { id } = await fixture.newIdentity();
    expect((await checkOut(id)).status).toBe(201);
    const stream = `identity-${id}`;
    await strangers({ does: 'limit', stream, limits: { $maxAge: 1 } });
    expect(await damageOf(stream)).toMatchObject({ revision: 0 });
    await until('the stream to be frozen', async () => (await checkOut(id)).status === 503);
    await works();
  });

  test('where a policy says what it has gone on without stop neither that policy nor the server', async () => {
    const stream = 'policy-end-session-when-its-basis-is-lost';
    await write(stream, 'keyledger.unheard-of.v9');
    expect(await damageOf(stream)).toMatchObject({ revision: 0 });
    await restarted();
    await until('the server to be ready', async () => (await fixture.owner.get('//health/ready')).status === 200);
    await works();
  });

  test('nobody but an owner sees damage or settles it', async () => {
    const { body } = await fixture.people.admin.get('/operations/damage');
    expect(body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    const { id } = (await damages())[0];
    const refused = await fixture.people.admin.post(`/operations/damage/${id}/settle`, { reason: 'mine' });
    expect(refused.body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    expect((await fixture.owner.post('/operations/damage/nothing/settle', { reason: 'x' })).body.code).toBe(
      'NOT_FOUND',
    );
  });

  test('rubbish in the account keeps everybody out, and the server starts all the same', async () => {
    await write('account', 'keyledger.owner-crowned.v7');
    const { length: revision } = await application.adapters.eventStore.readStream('account', { limit: 1000 });
    await unreadable('account', revision, '/organizations');
    await restarted();
    await unreadable('account', revision, '/organizations');
  });
});
