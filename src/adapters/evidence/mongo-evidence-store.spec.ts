import { evidenceStoreContract, type EvidenceStoreUnderTest } from '../../../test/contract/evidence-store.contract';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../test/support/mongodb/databases';
import { Mongo } from '../mongodb/mongo';
import { mongoEvidence } from './mongo-evidence-store';

const openAt = async (url: string): Promise<EvidenceStoreUnderTest> => {
  const mongo = await Mongo.open(url);
  const close = () => mongo.close();
  return { store: await mongoEvidence(mongo), close, reopen: () => close().then(() => openAt(url)) };
};

describeOnMongo('on MongoDB', () => {
  afterAll(dropDatabases);

  evidenceStoreContract('mongodb', () => openAt(newDatabase()));
});
