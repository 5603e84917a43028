import { createHash } from 'node:crypto';
import type { Attestation, EvidenceStore, KeptCheckpoint } from '../../kernel/evidence-store';
import { ensureIndexes } from '../mongodb/indexes';
import type { Mongo, StoredByName } from '../mongodb/mongo';
import { isDuplicateKey } from '../mongodb/mongo-error';

interface CheckpointDocument extends StoredByName, KeptCheckpoint {}

interface AttestationDocument extends StoredByName, Attestation {}

/** The document of an attestation, whatever the length of who made it. */
export const attestationId = ({ log, size, by }: Pick<Attestation, 'log' | 'size' | 'by'>): string =>
  `${log}/${size}/${createHash('sha256').update(by).digest('hex').slice(0, 32)}`;

const plainAttestation = ({ _id: _, ...attestation }: AttestationDocument): Attestation => attestation;

const plain = ({ _id: _, ...checkpoint }: CheckpointDocument): KeptCheckpoint => checkpoint;

/** The signed checkpoints of all nodes, a document each. */
export const mongoEvidence = async (mongo: Mongo): Promise<EvidenceStore> => {
  const checkpoints = mongo.collection<CheckpointDocument>('evidence_checkpoints');
  await ensureIndexes(mongo, checkpoints, [{ name: 'by_size', on: ['log', 'size'] }]);
  const attestations = mongo.collection<AttestationDocument>('evidence_attestations');
  await ensureIndexes(mongo, attestations, [
    { name: 'by_size', on: ['log', 'size'] },
    { name: 'by_whom', on: ['log', 'by', 'size'] },
  ]);
  return {
    keepAttestation: async (attestation) => {
      try {
        await mongo.call(() => attestations.insertOne({ _id: attestationId(attestation), ...attestation }));
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    attestations: async (log, above, atMost) =>
      (
        await mongo.call(() =>
          attestations
            .find({ log, size: { $gt: above, $lte: atMost } })
            .sort({ size: 1, by: 1 })
            .toArray(),
        )
      ).map(plainAttestation),
    newestAttestations: async (log, limit, by) =>
      (
        await mongo.call(() =>
          attestations
            .find({ log, ...(by === undefined ? {} : { by }) })
            .sort({ size: -1, by: 1 })
            .limit(limit)
            .toArray(),
        )
      ).map(plainAttestation),
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
