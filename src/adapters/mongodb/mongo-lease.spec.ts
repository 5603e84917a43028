import { leaseContract } from '../../../test/contract/lease.contract';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../test/support/mongodb/databases';
import { Mongo } from './mongo';
import { mongoLease } from './mongo-lease';

describeOnMongo('on MongoDB', () => {
  afterAll(dropDatabases);

  leaseContract('mongodb', async () => {
    const url = newDatabase();
    const nodes: Mongo[] = [];
    return {
      node: async () => {
        const mongo = await Mongo.open(url);
        nodes.push(mongo);
        return mongoLease(mongo);
      },
      close: async () => {
        await Promise.all(nodes.map((mongo) => mongo.close()));
      },
    };
  });
});
