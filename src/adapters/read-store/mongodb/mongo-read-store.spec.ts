import { readStoreContract, type ReadStoreUnderTest } from '../../../../test/contract/read-store.contract';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../../test/support/mongodb/databases';
import { Mongo } from '../../mongodb/mongo';
import { MongoReadStore } from './mongo-read-store';

const openAt = async (url: string): Promise<ReadStoreUnderTest> => {
  const mongo = await Mongo.open(url);
  const store = await new MongoReadStore(mongo).open();
  const close = async () => {
    store.close();
    await mongo.close();
  };
  return { store, close, reopen: () => close().then(() => openAt(url)) };
};

describeOnMongo('on MongoDB', () => {
  // Six thousand documents are searched, by whichever server.
  jest.setTimeout(120_000);
  afterAll(dropDatabases);

  readStoreContract('mongodb', () => openAt(newDatabase()));
});
