import { Projections } from '../../projections/engine/projections';
import { SHARED_BY_DEFAULT } from '../../projections/engine/shared-projection';
import { Mongo } from '../../src/adapters/mongodb/mongo';
import { mongoLease } from '../../src/adapters/mongodb/mongo-lease';
import { MongoReadStore } from '../../src/adapters/read-store/mongodb/mongo-read-store';
import { followedIn } from '../support/followed-in';
import { InMemoryEventStore } from '../support/in-memory-event-store';
import { dropDatabases, newDatabase } from '../support/mongodb/databases';
import { MongoProxy } from '../support/mongodb/proxy';
import { fact, tallies, type Tally } from '../support/read-side';
import { until } from '../support/until';

/** Several nodes on one MongoDB and one log, by the timing that deployments run with. */
describe('nodes on one MongoDB', () => {
  const log = new InMemoryEventStore();
  const databaseOfItsOwn = () => new URL(newDatabase().replace(/^mongodb/, 'http')).pathname.slice(1);
  const shared = databaseOfItsOwn();
  const closing: (() => Promise<unknown>)[] = [];
  let n = 0;
  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
    await dropDatabases();
  });

  /** A node with a connection of its own, which can be cut: then it is as good as dead. */
  const node = async (database = shared) => {
    const proxy = await new MongoProxy().start();
    const mongo = await Mongo.open(proxy.url(database));
    const store = await new MongoReadStore(mongo).open();
    const told = { onStopped: () => undefined, onProgress: () => undefined, onError: () => undefined };
    const sharing = { ...SHARED_BY_DEFAULT, lease: mongoLease(mongo) };
    const projections = new Projections(
      [tallies()] as never[],
      followedIn(log),
      store,
      { now: () => Date.now() },
      told,
      sharing,
    );
    await projections.start();
    closing.push(async () => {
      await projections.stop();
      store.close();
      await mongo.close();
      await proxy.cut();
    });
    return { projections, proxy, store };
  };
  const append = () => log.append('test-1', 'any', [fact((n += 1), ['a', `x${n % 5}`])]);
  const reaches = async ({ projections }: { projections: Projections }, withinMs: number) =>
    projections.waitFor(['tallies'], await log.head(), withinMs);
  const seen = async ({ projections }: { projections: Projections }) =>
    (await projections.readModel<Tally>('tallies').get('a'))?.seen ?? [];

  it('read what any of them wrote, rebuild while others read, and take over within 10 s', async () => {
    const [first, second, third] = [await node(), await node(), await node()];
    for (let write = 0; write < 20; write++) {
      await append();
      expect(await reaches(write % 2 === 0 ? second : third, 2000)).toBe(true);
      expect(await seen(write % 2 === 0 ? second : third)).toHaveLength(n);
    }

    await third.projections.rebuild('tallies');
    const generation = async () => (await second.projections.status())[0]?.state;
    await until(
      'the rebuilding',
      async () => {
        expect(await seen(second)).toHaveLength(n);
        return (await generation()) === 'running';
      },
      20_000,
    );

    await first.proxy.cut();
    const cutAt = performance.now();
    await append();
    expect(await reaches(second, 10_000)).toBe(true);
    expect(performance.now() - cutAt).toBeLessThan(10_000);
    expect(await seen(second)).toEqual(Array.from({ length: n }, (_, each) => each + 1));

    await first.proxy.mend();
    await append();
    expect([await reaches(first, 15_000), await reaches(third, 15_000)]).toEqual([true, true]);
    expect(await seen(first)).toEqual(await seen(third));
    expect(await seen(first)).toHaveLength(n);
  }, 90_000);

  it('that begin at once on an empty database share one build', async () => {
    const database = databaseOfItsOwn();
    const nodes = await Promise.all([node(database), node(database), node(database)]);
    await append();
    expect(await Promise.all(nodes.map((each) => reaches(each, 10_000)))).toEqual([true, true, true]);
    const [{ store }] = nodes;
    expect(await store.builds('tallies')).toEqual([expect.objectContaining({ active: true })]);
    const counts = await Promise.all(nodes.map(async (each) => (await seen(each)).length));
    expect(new Set(counts)).toEqual(new Set([n]));
  }, 60_000);
});
