import { seenLast, type Presence, type SequenceJudgement } from '../../kernel/presence';
import { ensureIndexes } from '../mongodb/indexes';
import { isDuplicateKey } from '../mongodb/mongo-error';
import type { Mongo, StoredByName } from '../mongodb/mongo';
import { take, type TakenNumbers } from './taken-numbers';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

interface PresenceDocument extends StoredByName, TakenNumbers {
  readonly hostId: string;
  /** ms since 1970. */
  readonly seenAt: number;
}

/** Longer than a token lives. */
const TOKEN_KEPT_MS = 400 * 24 * 60 * 60 * 1000;

interface TokenUseDocument extends StoredByName {
  /** ms since 1970. */
  readonly usedAt: number;
}

/** Every node's, a document an agent: a number is taken only from the state it was judged by. */
export const mongoPresence = async (mongo: Mongo): Promise<Presence> => {
  const agents = mongo.collection<PresenceDocument>('presence');
  const tokens = mongo.collection<TokenUseDocument>('token_use');
  await ensureIndexes(mongo, agents, [
    { name: 'by_host', on: ['hostId', 'seenAt'] },
    { name: 'by_age', on: ['seenAt'] },
  ]);

  const meet = async (met: PresenceDocument): Promise<boolean> => {
    await mongo.call(() => agents.deleteMany({ seenAt: { $lte: met.seenAt - KEPT_MS } }));
    try {
      await mongo.call(() => agents.insertOne(met));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  };

  const move = async (known: PresenceDocument, taken: TakenNumbers, judgement: SequenceJudgement, at: number) => {
    const { _id, last, before, seenAt } = known;
    const { matchedCount } = await mongo.call(() =>
      agents.updateOne(
        { _id, last, before },
        { $set: { ...taken, ...(judgement === 'advanced' ? { seenAt: seenLast(seenAt, at) } : {}) } },
      ),
    );
    return matchedCount === 1;
  };

  return {
    advance: async ({ agentId, hostId }, sequence, at) => {
      for (;;) {
        const known = await mongo.call(() => agents.findOne({ _id: { $eq: agentId } }));
        const { judgement, taken } = take(known ?? undefined, sequence);
        if (judgement === 'repeated') return judgement;
        const isTaken =
          known === null
            ? await meet({ _id: agentId, hostId, seenAt: at, ...taken })
            : await move(known, taken, judgement, at);
        if (isTaken) return judgement;
      }
    },
    seen: async (hostIds) => {
      const found = await mongo.call(() =>
        agents.find({ hostId: { $in: [...hostIds] } }, { projection: { _id: 0, hostId: 1, seenAt: 1 } }).toArray(),
      );
      const seen = new Map<string, number>();
      found.forEach(({ hostId, seenAt }) => seen.set(hostId, Math.max(seenAt, seen.get(hostId) ?? seenAt)));
      return seen;
    },
    countSeenAfter: async (moment) =>
      (await mongo.call(() => agents.distinct('hostId', { seenAt: { $gt: moment } }))).length,
    useToken: async (tokenId, at) => {
      await mongo.call(() => tokens.deleteMany({ usedAt: { $lte: at - TOKEN_KEPT_MS } }));
      await mongo.call(() => tokens.updateOne({ _id: { $eq: tokenId } }, { $max: { usedAt: at } }, { upsert: true }));
    },
    tokensUsed: async (tokenIds) => {
      const found = await mongo.call(() => tokens.find({ _id: { $in: [...tokenIds] } }).toArray());
      return new Map(found.map(({ _id, usedAt }) => [_id, usedAt]));
    },
    forget: async (agentId) => {
      await mongo.call(() => agents.deleteOne({ _id: { $eq: agentId } }));
    },
  };
};
