import type { Checkpoints } from '../../../kernel/checkpoints';
import type { Mongo, Named } from '../../mongodb/mongo';
import { upsert } from '../../mongodb/upsert';

interface CheckpointDocument extends Named {
  readonly position: string;
}

/** How far each policy has worked, whichever node ran it. */
export const mongoCheckpoints = (mongo: Mongo): Checkpoints => {
  const checkpoints = mongo.collection<CheckpointDocument>('checkpoints');
  return {
    get: async (name) => (await mongo.call(() => checkpoints.findOne({ _id: name })))?.position,
    set: (name, position) =>
      upsert(mongo, () => checkpoints.updateOne({ _id: name }, { $max: { position } }, { upsert: true })),
  };
};
