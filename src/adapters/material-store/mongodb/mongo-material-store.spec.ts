import { checkpointsContract } from '../../../../test/contract/checkpoints.contract';
import { idempotencyContract } from '../../../../test/contract/idempotency.contract';
import { legacyMaterialContract } from '../../../../test/contract/legacy-material.contract';
import { materialStoreContract } from '../../../../test/contract/material-store.contract';
import { ownKeysContract } from '../../../../test/contract/own-keys.contract';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../../test/support/mongodb/databases';
import { Mongo } from '../../mongodb/mongo';
import { MaterialDatabase } from './material-database';
import { mongoCheckpoints } from './mongo-checkpoints';
import { mongoIdempotency } from './mongo-idempotency';
import { mongoMaterialStore } from './mongo-material-store';
import { ownKeyDocuments } from './own-key-documents';
import { rootBoxDocuments } from './root-box-documents';

interface Opened<S> {
  readonly store: S;
  reopen(): Promise<Opened<S>>;
  close(): Promise<void>;
}

const opener =
  <S>(make: (mongo: Mongo) => Promise<S>) =>
  async (url = newDatabase()): Promise<Opened<S>> => {
    const mongo = await Mongo.open(url);
    const close = () => mongo.close();
    return { store: await make(mongo), close, reopen: () => close().then(() => opener(make)(url)) };
  };

describeOnMongo('on MongoDB', () => {
  afterAll(dropDatabases);

  const material = () => opener(async (mongo) => mongoMaterialStore(await new MaterialDatabase(mongo).open()))();
  materialStoreContract('mongodb', material);
  legacyMaterialContract('mongodb', material);
  ownKeysContract('mongodb', () =>
    opener(async (mongo) => {
      const database = await new MaterialDatabase(mongo).open();
      return {
        ownKeys: ownKeyDocuments(database),
        rootBoxes: rootBoxDocuments(database),
        values: mongoMaterialStore(database),
      };
    })(),
  );
  idempotencyContract('mongodb', () => opener(mongoIdempotency)());
  checkpointsContract('mongodb', () => opener(async (mongo) => mongoCheckpoints(mongo))());
});
