import type { Idempotency, IdempotencyAnswer, RunReceipt } from '../../../kernel/idempotency';
import { ensureIndexes } from '../../mongodb/indexes';
import { isDuplicateKey } from '../../mongodb/mongo-error';
import type { Mongo, StoredByName } from '../../mongodb/mongo';
import { answerFor, KEPT_MS } from '../requests';

/** By the server's clock, which may be ahead of the node's: it only cleans up, and must not come too early. */
const EXPIRES_SECONDS = KEPT_MS / 1000 + 3600;

interface RequestDocument extends StoredByName {
  /** Grows with every run: whoever read an older one begins none. */
  readonly run: number;
  readonly fingerprint: string;
  readonly since: number;
  /** Absent: the last run was refused or failed. */
  readonly begunAt?: number;
  readonly receipt?: RunReceipt;
  readonly sinceDate: Date;
}

/** Requests remembered for all nodes. Every step is one write to one document. */
export const mongoIdempotency = async (mongo: Mongo): Promise<Idempotency> => {
  const requests = mongo.collection<RequestDocument>('requests');
  await ensureIndexes(mongo, requests, [{ name: 'by_age', on: ['sinceDate'], expireAfterSeconds: EXPIRES_SECONDS }]);

  /** False when somebody else began a run since `known` was read. */
  const begin = async (known: RequestDocument | null, next: Omit<RequestDocument, '_id'>, key: string) => {
    try {
      const { matchedCount, upsertedCount } = await mongo.call(() =>
        requests.replaceOne({ _id: key, run: known?.run ?? 0 }, next, { upsert: known === null }),
      );
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  };

  return {
    begin: async (key, fingerprint, now): Promise<IdempotencyAnswer> => {
      for (;;) {
        const known = await mongo.call(() => requests.findOne({ _id: key }));
        const answer = answerFor(known ?? undefined, fingerprint, now);
        if (answer.state !== 'fresh') return answer;
        const { since } = answer;
        const run = (known?.run ?? 0) + 1;
        const next = { run, fingerprint, since, begunAt: now, sinceDate: new Date(since) };
        if (await begin(known, next, key)) return answer;
      }
    },
    finish: async (key, receipt) => {
      await mongo.call(() => requests.updateOne({ _id: key }, { $set: { receipt } }));
    },
    forget: async (key) => {
      // Only a run under way: a late failure must not take away what a second run has finished meanwhile.
      await mongo.call(() =>
        requests.updateOne({ _id: key, receipt: { $exists: false } }, { $unset: { begunAt: '' } }),
      );
    },
    lose: async (key, { position }) => {
      await mongo.call(() =>
        requests.updateOne({ _id: key, 'receipt.position': position }, { $unset: { begunAt: '', receipt: '' } }),
      );
    },
  };
};
