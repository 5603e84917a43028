import { streamSnapshotsContract, type SnapshotsUnderTest } from '../../../../test/contract/stream-snapshots.contract';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../../test/support/mongodb/databases';
import { Mongo } from '../../mongodb/mongo';
import { mongoSnapshots } from './mongo-snapshots';

const openAt = async (url: string): Promise<SnapshotsUnderTest> => {
  const mongo = await Mongo.open(url);
  const close = () => mongo.close();
  return { store: mongoSnapshots(mongo), close, reopen: () => close().then(() => openAt(url)) };
};

describeOnMongo('on MongoDB', () => {
  afterAll(dropDatabases);

  streamSnapshotsContract('mongodb', () => openAt(newDatabase()));
});
