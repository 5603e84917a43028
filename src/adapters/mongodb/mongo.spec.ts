import { MongoClient, MongoServerSelectionError, type TopologyDescription } from 'mongodb';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../test/support/mongodb/databases';
import { MongoProxy } from '../../../test/support/mongodb/proxy';
import { until } from '../../../test/support/until';
import { Mongo } from './mongo';

const neverFinds = async () => {
  throw new MongoServerSelectionError('no server', {} as TopologyDescription);
};

describeOnMongo('a client of MongoDB', () => {
  afterAll(dropDatabases);

  it('that finds no server any more although there is one is replaced, under collections that were kept', async () => {
    const clients: MongoClient[] = [];
    const original = MongoClient.prototype.db;
    const spy = jest.spyOn(MongoClient.prototype, 'db').mockImplementation(function (this: MongoClient, ...of) {
      clients.push(this);
      return original.apply(this, of);
    });
    const mongo = await Mongo.open(newDatabase());
    const kept = mongo.collection('things');
    await mongo.call(() => kept.insertOne({ _id: 'a' }));
    Reflect.set((clients[0] as unknown as { topology: object }).topology, 'selectServer', neverFinds);
    await expect(mongo.call(() => kept.findOne({ _id: 'a' }))).rejects.toThrow(/can not be reached/);
    await until(
      'an answer',
      () =>
        mongo
          .call(() => kept.findOne({ _id: 'a' }))
          .then(
            (found) => found !== null,
            () => false,
          ),
      15_000,
    );
    await mongo.close();
    spy.mockRestore();
  });

  it('waits at the start for a server that says nothing yet', async () => {
    const proxy = await new MongoProxy().start();
    proxy.hang();
    const close = jest.spyOn(MongoClient.prototype, 'close');
    const opening = Mongo.open(proxy.url(new URL(newDatabase()).pathname.slice(1)));
    await until('a first try to come to nothing', () => close.mock.calls.length > 0, 5000);
    close.mockRestore();
    await proxy.mend();
    const mongo = await opening;
    expect(await mongo.call(() => mongo.collection('things').countDocuments())).toBe(0);
    await mongo.close();
    await proxy.cut();
  });
});
