import { MongoClient, type Db } from 'mongodb';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../../test/support/mongodb/databases';
import { at, put, thing, THINGS, writeAt, type Thing } from '../../../../test/contract/things';
import { Mongo, type StoredByName } from '../../mongodb/mongo';
import { MongoReadStore } from './mongo-read-store';

const TIME = '2026-11-29T18:00:00.000Z';
const NEW = { ...THINGS, version: 2 };

interface FormerDocument extends StoredByName {
  readonly position: string;
  readonly doc?: string;
  readonly f?: object;
  readonly words?: readonly string[];
}

/** As releases before 2 laid them down. */
const layDown = async (database: Db, ...things: readonly Thing[]) => {
  await database.collection<StoredByName>('read_builds').insertOne({
    _id: 'things',
    turn: 3,
    builds: [{ version: 1, generation: 3, active: true }],
  } as StoredByName);
  await database.collection<FormerDocument>('read_things_v1_g3').insertMany([
    ...things.map(({ done, ...document }, n) => ({
      _id: document.id,
      position: at(n + 1),
      doc: JSON.stringify({ ...document, done }),
      f: { org: document.org, title: document.title, madeAt: document.madeAt, done: done === true ? 'yes' : 'no' },
      words: [document.title],
    })),
    { _id: 'gone', position: at(9) },
  ]);
};

describeOnMongo('read models that a former release laid down', () => {
  jest.setTimeout(30_000);
  afterAll(dropDatabases);

  it('answer until the new version has caught up, and are dropped as any older one', async () => {
    const url = newDatabase();
    const client = await MongoClient.connect(url);
    const old = [thing('a', { done: true, madeAt: TIME }), thing('b', { done: false, madeAt: TIME })];
    await layDown(client.db(), ...old);
    const mongo = await Mongo.open(url);
    const store = await new MongoReadStore(mongo).open();

    const [former] = await store.builds('things');
    expect(former).toEqual({ model: 'things', version: 1, generation: 3, active: true });
    const table = store.table<Thing>(NEW, former!);
    expect([await table.get('a'), await table.get('gone')]).toEqual([old[0], undefined]);
    expect(await table.find({ limit: 9 })).toEqual(old);
    expect(await table.find({ where: [{ field: 'done', is: true }], limit: 9 })).toEqual([old[0]]);
    expect(await table.find({ where: [{ field: 'madeAt', atLeast: TIME }], word: 'b', limit: 9 })).toEqual([old[1]]);
    expect(await table.count([{ field: 'size', absent: true }])).toBe(2);
    expect((await table.checkpoint())?.position).toBe('');

    const build = await store.begin(NEW);
    await writeAt(store.table<Thing>(NEW, build), [put(1, old[0]!)], at(1));
    await store.activate(build);
    expect(await store.builds('things')).toEqual([{ ...build, active: true }]);
    const waiting = await client.db().collection('read_discarded').find().toArray();
    expect(waiting.map(({ _id }) => String(_id))).toEqual(['read_things_v1_g3']);
    store.close();
    await mongo.close();
    await client.close();
  });
});
