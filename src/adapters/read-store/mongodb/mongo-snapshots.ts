import type { StreamSnapshots } from '../../../kernel/stream-snapshots';
import type { Mongo, StoredByName } from '../../mongodb/mongo';

interface StoredSnapshot extends StoredByName {
  readonly code: string;
  readonly text: string;
}

const COLLECTION = 'stream_snapshots';

/** {@link StreamSnapshots} beside the read models, for all nodes: whoever drops the collection loses nothing. */
export const mongoSnapshots = (mongo: Mongo): StreamSnapshots => {
  const snapshots = mongo.collection<StoredSnapshot>(COLLECTION);
  return {
    find: async (stream) => {
      const found = await mongo.call(() => snapshots.findOne({ _id: stream }));
      return found === null ? undefined : { stream, code: found.code, text: found.text };
    },
    put: async ({ stream, code, text }) => {
      await mongo.call(() => snapshots.replaceOne({ _id: stream }, { code, text }, { upsert: true }));
    },
    drop: async (stream) => {
      await mongo.call(() => snapshots.deleteOne({ _id: stream }));
    },
  };
};
