import type { Checkpoints } from '../../../kernel/checkpoints';
import { markFromText, markToText } from '../../marks/stored-mark';
import type { Mongo, StoredByName } from '../../mongodb/mongo';
import { isDuplicateKey } from '../../mongodb/mongo-error';

interface CheckpointDocument extends StoredByName {
  readonly position: string;
  readonly eventId?: string;
  readonly mark?: string;
}

/** How far each policy has worked, whichever node ran it. */
export const mongoCheckpoints = (mongo: Mongo): Checkpoints => {
  const checkpoints = mongo.collection<CheckpointDocument>('checkpoints');
  return {
    get: async (name) => {
      const found = await mongo.call(() => checkpoints.findOne({ _id: name }));
      return found === null ? undefined : markFromText(found.position, found.mark);
    },
    set: async (name, mark, before) => {
      const { position, fact } = mark;
      const next = { position, mark: markToText(mark), ...(fact === undefined ? {} : { eventId: fact.eventId }) };
      const eventId = before?.fact?.eventId;
      try {
        if (before === undefined) {
          await mongo.call(() => checkpoints.insertOne({ _id: name, ...next }));
          return true;
        }
        const filter = { _id: name, position: before.position, ...(eventId === undefined ? {} : { eventId }) };
        const { matchedCount } = await mongo.call(() => checkpoints.replaceOne(filter, next));
        return matchedCount === 1;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
};
