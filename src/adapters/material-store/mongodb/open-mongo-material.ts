import { StoreDamaged } from '../../../kernel/store-errors';
import type { Mongo } from '../../mongodb/mongo';
import type { OpenedMaterial } from '../opened-material';
import { MaterialDatabase } from './material-database';
import { mongoCheckpoints } from './mongo-checkpoints';
import { mongoIdempotency } from './mongo-idempotency';
import { mongoMaterialStore } from './mongo-material-store';
import { ownKeyDocuments } from './own-key-documents';
import { rootBoxDocuments } from './root-box-documents';

const otherLog = (): StoreDamaged =>
  new StoreDamaged(
    'the sealed values in the database of MONGODB_URL belong to another log; name the database that goes with this log',
  );

/** Opens the sealed values that a log points to. Those of another log are refused: to this one's sweep they would be nobody's. */
export const openMongoMaterial = async (mongo: Mongo, logId: string): Promise<OpenedMaterial> => {
  const database = await new MaterialDatabase(mongo).open();
  const boundTo = await database.logId();
  if (boundTo !== undefined && boundTo !== logId) {
    throw otherLog();
  }
  return {
    store: mongoMaterialStore(database),
    idempotency: await mongoIdempotency(mongo),
    checkpoints: mongoCheckpoints(mongo),
    id: await database.id(),
    isNew: boundTo === undefined,
    bind: async () => {
      if (!(await database.bindTo(logId))) throw otherLog();
    },
    ownKeys: ownKeyDocuments(database),
    rootBoxes: rootBoxDocuments(database),
    sealMark: () => database.sealMark(),
    keepSealMark: (mark) => database.keepSealMark(mark),
    moving: () => database.moving(),
    setMoving: (moving) => database.setMoving(moving),
    close: () => undefined,
  };
};
