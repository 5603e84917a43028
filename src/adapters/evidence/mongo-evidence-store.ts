import type { EvidenceStore, KeptCheckpoint } from '../../kernel/evidence-store';
import { ensureIndexes } from '../mongodb/indexes';
import type { Mongo, StoredByName } from '../mongodb/mongo';
import { isDuplicateKey } from '../mongodb/mongo-error';

interface CheckpointDocument extends StoredByName, KeptCheckpoint {}

const plain = ({ _id: _, ...checkpoint }: CheckpointDocument): KeptCheckpoint => checkpoint;

/** The signed checkpoints of all nodes, a document each. */
export const mongoEvidence = async (mongo: Mongo): Promise<EvidenceStore> => {
  const checkpoints = mongo.collection<CheckpointDocument>('evidence_checkpoints');
  await ensureIndexes(mongo, checkpoints, [{ name: 'by_size', on: ['log', 'size'] }]);
  return {
    keep: async (checkpoint) => {
      try {
        await mongo.call(() => checkpoints.insertOne({ _id: `${checkpoint.log}/${checkpoint.size}`, ...checkpoint }));
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    newest: async (log, atMost = Number.MAX_SAFE_INTEGER) => {
      const found = await mongo.call(() =>
        checkpoints.findOne({ log, size: { $lte: atMost } }, { sort: { size: -1 } }),
      );
      return found === null ? undefined : plain(found);
    },
    after: async (log, size, limit) =>
      (
        await mongo.call(() =>
          checkpoints
            .find({ log, size: { $gt: size } })
            .sort({ size: 1 })
            .limit(limit)
            .toArray(),
        )
      ).map(plain),
    keys: async () => {
      const found: string[] = [];
      for (let log = 1; ; log += 1) {
        const first = await mongo.call(() => checkpoints.findOne({ log }, { sort: { size: -1 } }));
        if (first === null) return [...new Set(found)];
        found.unshift(first.vkey);
      }
    },
  };
};
