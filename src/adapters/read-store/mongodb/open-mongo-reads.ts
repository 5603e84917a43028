import { StoreDamaged } from '../../../kernel/store-errors';
import type { Mongo } from '../../mongodb/mongo';
import { mongoPresence } from '../../presence/mongo-presence';
import type { OpenedReads } from '../opened-reads';
import { mongoSnapshots } from './mongo-snapshots';
import { MongoReadStore } from './mongo-read-store';

/** Opens the read models of a log. A database filled from another log is refused: it would show what never happened here. */
export const openMongoReads = async (
  mongo: Mongo,
  logId: string,
  onWarning?: (warning: string) => void,
): Promise<OpenedReads> => {
  const store = await new MongoReadStore(mongo, onWarning).open();
  if (!(await store.belongsTo(logId))) {
    store.close();
    throw new StoreDamaged(
      'the read models in the database of MONGODB_URL were filled from another log; name another database, or drop this one: read models are rebuilt',
    );
  }
  return {
    store,
    presence: await mongoPresence(mongo),
    snapshots: mongoSnapshots(mongo),
    close: () => store.close(),
  };
};
