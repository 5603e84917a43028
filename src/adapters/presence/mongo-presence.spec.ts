import { presenceContract, type PresenceUnderTest } from '../../../test/contract/presence.contract';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../test/support/mongodb/databases';
import { Mongo } from '../mongodb/mongo';
import { mongoPresence } from './mongo-presence';

const openAt = async (url: string): Promise<PresenceUnderTest> => {
  const mongo = await Mongo.open(url);
  const close = () => mongo.close();
  return { store: await mongoPresence(mongo), close, reopen: () => close().then(() => openAt(url)) };
};

describeOnMongo('on MongoDB', () => {
  afterAll(dropDatabases);

  presenceContract('mongodb', () => openAt(newDatabase()));
});
