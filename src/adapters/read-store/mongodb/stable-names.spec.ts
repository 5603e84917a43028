import { MongoClient, type CollectionInfo, type Db } from 'mongodb';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../../test/support/mongodb/databases';
import { at, put, thing, THINGS, writeAt, type Thing } from '../../../../test/contract/things';
import { until } from '../../../../test/support/until';
import type { ModelBuild } from '../../../kernel/read-store';
import { Mongo } from '../../mongodb/mongo';
import { MongoReadStore } from './mongo-read-store';

const TIME = '2026-11-29T18:00:00.000Z';

describeOnMongo('read models for those who look after the database', () => {
  jest.setTimeout(30_000);
  let url: string;
  let client: MongoClient;
  let outside: Db;
  let mongo: Mongo;
  let store: MongoReadStore;
  let told: string[];
  const open = async () => {
    mongo = await Mongo.open(url);
    store = await new MongoReadStore(mongo, (warning) => told.push(warning)).open();
  };
  const close = async () => {
    store.close();
    await mongo.close();
  };
  beforeEach(async () => {
    told = [];
    url = newDatabase();
    client = await MongoClient.connect(url);
    outside = client.db();
    await open();
  });
  afterEach(async () => {
    await close();
    await client.close();
  });
  afterAll(dropDatabases);

  const filled = async (build: ModelBuild, ...documents: readonly Thing[]) => {
    const table = store.table<Thing>(THINGS, build);
    await writeAt(
      table,
      documents.map((document, n) => put(n + 1, document)),
      at(documents.length),
    );
    return table;
  };
  const collections = async () => (await outside.listCollections().toArray()).map(({ name }) => name);
  const viewed = async (name = 'things'): Promise<CollectionInfo | undefined> =>
    (await outside.listCollections<CollectionInfo>({ name }, { nameOnly: false }).toArray()).find(
      (each) => each.name === name,
    );
  /** Has this server views? It is asked here as anybody would. */
  const hasViews = async (): Promise<boolean> => {
    await outside.createCollection('probe', { viewOn: 'none', pipeline: [] }).catch(() => undefined);
    const made = await viewed('probe');
    await outside.dropCollection('probe').catch(() => undefined);
    return made?.type === 'view';
  };
  const seen = () => outside.collection('things').find().sort({ _id: 1 }).toArray();

  it('have a value of its own kind in each field, and no text to be parsed', async () => {
    const build = await store.begin(THINGS);
    await filled(build, thing('a', { done: true, madeAt: TIME, size: 2 ** 40, tags: ['x'] }));
    const name = (await collections()).find((each) => each.startsWith('read_things_v'));
    const [stored] = await outside
      .collection(name ?? '')
      .find({}, { promoteLongs: false })
      .toArray();
    expect(stored).toMatchObject({ _id: 'a', org: 'o1', title: 'a', done: true, tags: ['x'] });
    expect(stored?.['madeAt']).toEqual(new Date(TIME));
    expect(stored?.['size']).toMatchObject({ _bsontype: 'Long' });
    expect(stored).not.toHaveProperty('id');
  });

  it('are there under their name through a rebuild, a new version and a restart, without what was deleted', async () => {
    const views = await hasViews();
    const first = await store.begin(THINGS);
    await store.activate(first);
    const table = await filled(first, thing('a'), thing('b', { madeAt: TIME }));
    await writeAt(table, [{ id: 'a', position: at(9) }], at(9));
    if (!views) {
      expect(told).toEqual([expect.stringContaining('has no views')]);
      expect(await viewed()).toBeUndefined();
      return;
    }
    const second = thing('c', { title: 'rebuilt' });
    expect(await seen()).toEqual([{ _id: 'b', org: 'o1', title: 'b', madeAt: new Date(TIME) }]);

    const rebuilt = await store.begin(THINGS);
    await filled(rebuilt, second);
    expect((await seen()).map(({ _id }) => String(_id))).toEqual(['b']);
    await store.activate(rebuilt);
    expect(await seen()).toMatchObject([{ _id: 'c', title: 'rebuilt' }]);

    const newer = await store.begin({ ...THINGS, version: 2 });
    await filled(newer, second, thing('d'));
    await store.activate(newer);
    await close();
    await open();
    expect((await seen()).map(({ _id }) => String(_id))).toEqual(['c', 'd']);
    expect(told).toEqual([]);
  });

  it('are found again when a node ended between its switch and the telling', async () => {
    if (!(await hasViews())) return;
    const first = await store.begin(THINGS);
    await store.activate(first);
    await filled(first, thing('a'));
    await outside.dropCollection('things');
    await close();
    await open();
    expect(await seen()).toMatchObject([{ _id: 'a' }]);
    // Another node switched, and this one only looks.
    const other = await new MongoReadStore(mongo).open();
    const second = await other.begin(THINGS);
    await filled(second, thing('b'));
    await other.activate(second);
    await outside.dropCollection('things');
    await outside.createCollection('things', { viewOn: 'nothing', pipeline: [] });
    await store.builds('things');
    await until('the view to follow', async () => (await seen())[0]?.['title'] === 'b');
    other.close();
  });

  it('leave alone what somebody else has under that name, and say so', async () => {
    if (!(await hasViews())) return;
    await outside.collection<{ _id: string }>('things').insertOne({ _id: 'mine' });
    await store.activate(await store.begin(THINGS));
    expect(told).toEqual([expect.stringMatching(/name things is taken .*; rename that one/)]);
    expect(await seen()).toEqual([{ _id: 'mine' }]);
  });

  it('say in a validator what kinds of values there are, where the server has validators', async () => {
    await store.begin(THINGS);
    const name = (await collections()).find((each) => each.startsWith('read_things_v')) ?? '';
    const { validator, validationAction } = (await viewed(name))?.options ?? {};
    if (validator === undefined) return;
    expect(validationAction).toBe('warn');
    const { properties } = (validator as { $jsonSchema: { properties: Record<string, object> } }).$jsonSchema;
    expect(properties).toMatchObject({
      title: { bsonType: ['string'] },
      done: { bsonType: ['bool'] },
      madeAt: { bsonType: ['date'] },
    });
    // Everything that is written fits: the server is told to refuse what does not.
    await outside.command({ collMod: name, validationAction: 'error' });
    const [build] = await store.builds('things');
    const all = thing('a', { done: false, madeAt: TIME, size: 2 ** 40, tags: [] });
    const table = await filled(build!, all, thing('b'));
    await writeAt(table, [{ id: 'b', position: at(9) }], at(9));
    expect(await table.find({ limit: 9 })).toEqual([all]);
  });

  it('have indexes that say what they are of', async () => {
    await store.begin(THINGS);
    const name = (await collections()).find((each) => each.startsWith('read_things_v')) ?? '';
    const indexes = await outside.collection(name).listIndexes().toArray();
    expect(Object.fromEntries(indexes.map((index) => [index['name'], Object.keys(index['key'] as object)]))).toEqual({
      _id_: ['_id'],
      by_org: ['org', '_id'],
      by_org_title: ['org', 'title', '_id'],
      by_org_size: ['org', 'size', '_id'],
      by_done: ['done', '_id'],
      by_org_madeAt: ['org', 'madeAt', '_id'],
      by_word: ['org', '_words', '_id'],
    });
  });
});
