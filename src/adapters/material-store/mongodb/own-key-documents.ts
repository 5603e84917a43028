import type { OwnKeyName, OwnKeyStore } from '../../../kernel/own-keys';
import { isDuplicateKey } from '../../mongodb/mongo-error';
import { bytesOf } from './bytes-of';
import type { MaterialDatabase } from './material-database';

export const ownKeyId = (name: string, version: number): string => `${name}/${String(version).padStart(10, '0')}`;

/** The server's own keys, sealed, a document a version. */
export const ownKeyDocuments = ({ mongo, ownKeys }: MaterialDatabase): OwnKeyStore => ({
  all: async () => {
    const found = await mongo.call(() => ownKeys.find().sort({ _id: 1 }).toArray());
    return found.map(({ name, version, madeAt, box }) => ({
      name: name as OwnKeyName,
      version,
      madeAt,
      box: bytesOf(box),
    }));
  },
  add: async ({ name, version, madeAt, box }) => {
    try {
      await mongo.call(() => ownKeys.insertOne({ _id: ownKeyId(name, version), name, version, madeAt, box }));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  },
  destroy: async (name, version) => {
    await mongo.call(() => ownKeys.deleteOne({ _id: ownKeyId(name, version) }));
  },
});
