import { randomBytes } from 'node:crypto';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { dropDatabases, newDatabase } from '../support/mongodb/databases';
import { MongoProxy } from '../support/mongodb/proxy';
import { until } from '../support/until';

/** What is left of the product while MongoDB is gone or hangs, and that everything is there again when it is. */
/** Prometheus waits no longer for an answer, unless it is told to. */
const SCRAPE_MS = 10_000;
const KEY = randomBytes(32).toString('base64');

let proxy: MongoProxy;
let application: RunningApplication;
let fixture: Fixture;
const open = async (stores: { reads: string; material: string }) => {
  const database = new URL(newDatabase().replace(/^mongodb/, 'http')).pathname.slice(1);
  proxy = await new MongoProxy().start();
  application = await runningApplication({
    env: {
      KEYLEDGER_READ_STORE: stores.reads,
      KEYLEDGER_MATERIAL_STORE: stores.material,
      MONGODB_URL: proxy.url(database),
      KEYLEDGER_ROOT_KEY: KEY,
      KEYLEDGER_ROOT_KEY_FILE: '',
    },
  });
  fixture = await newFixture(application);
};
const close = async () => {
  await application.end();
  await proxy.cut();
};
afterAll(dropDatabases);

const checkOut = (who: Client, identityId: string) =>
  who.post(`/identities/${identityId}/checkout`, { reason: 'to look', durationMinutes: 5 });

const factsOf = async (identityId: string): Promise<readonly string[]> => {
  const { items } = await fixture.owner.ok('GET', `/streams/identity-${identityId}`);
  return items.map(({ type }: { type: string }) => type);
};

const expectUnavailable = async (asked: Promise<{ status: number; headers: Headers; text: string }>) => {
  const { status, headers, text } = await asked;
  expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true]);
  return text;
};

const breaking = [
  ['is gone', () => proxy.cut()],
  ['hangs', async () => proxy.hang()],
] as const;

describe.each(breaking)('while the read store %s', (_, breakIt) => {
  beforeAll(() => open({ reads: 'mongodb', material: 'embedded' }));
  afterAll(close);

  it('who knows an id works on, lists say that they can not, and everything is there afterwards', async () => {
    const { id, value } = await fixture.newIdentity();
    await fixture.owner.ok('GET', '/identities');
    await breakIt();
    const out = await checkOut(fixture.people.user, id);
    expect([out.status, out.body.credential?.value]).toEqual([201, value]);
    const { id: sessionId } = out.body.session;
    expect((await fixture.people.user.post(`/sessions/${sessionId}/checkin`)).status).toBe(200);
    for (const list of ['/identities', '/sessions', '/audit', '/identity-groups']) {
      await expectUnavailable(fixture.owner.get(list));
    }
    for (const path of ['//health/live', '//metrics', '//docs']) {
      const askedAt = performance.now();
      expect([path, (await fixture.owner.get(path)).status]).toEqual([path, 200]);
      expect(performance.now() - askedAt).toBeLessThan(SCRAPE_MS);
    }
    await proxy.mend();
    await until('the lists', async () => (await fixture.owner.get('/identities')).status === 200, 15_000);
    await until(
      'what happened meanwhile',
      async () => {
        const { status, body } = await fixture.owner.get(`/sessions?identityId=${id}`);
        return status === 200 && body.items.length === 1 && body.items[0].status === 'ended';
      },
      15_000,
    );
    expect((await factsOf(id)).filter((type) => type === 'keyledger.identity-checked-out.v1')).toHaveLength(1);
  }, 90_000);
});

describe.each(breaking)('while the material store %s', (_, breakIt) => {
  beforeAll(() => open({ reads: 'embedded', material: 'mongodb' }));
  afterAll(close);

  it('nothing is disclosed, no fact says it was, and everything works again afterwards', async () => {
    const { id, value } = await fixture.newIdentity();
    const before = await factsOf(id);
    await breakIt();
    expect(await expectUnavailable(checkOut(fixture.people.user, id))).not.toContain(value);
    expect(await expectUnavailable(fixture.people.user.post(`/identities/${id}/reveal`))).not.toContain(value);
    expect(await factsOf(id)).toEqual(before);
    expect((await fixture.owner.get(`/streams/reveal-${id}`)).status).toBe(404);
    expect((await fixture.owner.get(`/identities/${id}`)).status).toBe(200);
    await proxy.mend();
    await until(
      'a checkout',
      async () => {
        const { status, body } = await checkOut(fixture.people.user, id);
        return status === 201 && body.credential.value === value;
      },
      15_000,
    );
    expect((await factsOf(id)).filter((type) => type === 'keyledger.identity-checked-out.v1')).toHaveLength(1);
  }, 90_000);
});

describe('while a hanging store keeps requests', () => {
  beforeAll(() => open({ reads: 'mongodb', material: 'embedded' }));
  afterAll(close);

  it('a crowd is answered in time, and does not pile up', async () => {
    proxy.hang();
    const began = performance.now();
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async () => (await fixture.owner.get('/identities')).status),
    );
    expect(new Set(statuses)).toEqual(new Set([503]));
    expect(performance.now() - began).toBeLessThan(15_000);
    await proxy.mend();
    await until('the lists', async () => (await fixture.owner.get('/identities')).status === 200, 15_000);
  }, 60_000);
});
