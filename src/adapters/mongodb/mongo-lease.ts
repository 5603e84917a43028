import { randomUUID } from 'node:crypto';
import type { Lease } from '../../kernel/lease';
import { isDuplicateKey } from './mongo-error';
import type { Mongo, StoredByName } from './mongo';
import { Batcher } from './batcher';

interface LeaseDocument extends StoredByName {
  readonly holder: string;
  /** Another one with every renewal; leases that are renewed together may have the same. */
  readonly beat: string;
  readonly ttlMs: number;
}

interface Seen {
  readonly beat: string;
  /** ms of a clock that only grows. */
  readonly at: number;
}

/** So many names that others hold are watched; of the one that was asked for first it is forgotten since when it is silent. */
const MOST_SEEN = 10_000;

/**
 * Leases without a common clock: nodes' times differ. A holder shows with each renewal that it is alive; who would like to
 * hold the name takes it when it has itself, by its own clock, seen no renewal for as long as the holder asked for.
 */
export const mongoLease = (mongo: Mongo, elapsed: () => number = () => performance.now()): Lease => {
  const leases = mongo.collection<LeaseDocument>('leases');
  const holder = randomUUID();
  const seen = new Map<string, Seen>();

  const take = async (name: string, from: Partial<LeaseDocument>, ttlMs: number, insert: boolean): Promise<boolean> => {
    try {
      const { matchedCount, upsertedCount } = await mongo.call(() =>
        leases.updateOne({ _id: name, ...from }, { $set: { holder, beat: randomUUID(), ttlMs } }, { upsert: insert }),
      );
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  };

  /** Since when the holder has shown no sign of life, as far as this node has looked. */
  const silentSince = (name: string, beat: string): number => {
    const known = seen.get(name);
    if (known?.beat === beat) return known.at;
    const at = elapsed();
    const [first] = seen.keys();
    if (first !== undefined && seen.size >= MOST_SEEN) seen.delete(first);
    seen.set(name, { beat, at });
    return at;
  };

  /** The leases as they stand after those of them that are this node's have been renewed. */
  const renewed = new Batcher(async (names: readonly string[]) => {
    const named = { _id: { $in: [...names] } };
    await mongo.call(() => leases.updateMany({ ...named, holder }, { $set: { beat: randomUUID() } }));
    const found = await mongo.call(() => leases.find(named).toArray());
    return new Map(found.map((lease) => [lease._id, lease]));
  });

  return {
    hold: async (name, ttlMs) => {
      const found = (await renewed.with(name)).get(name);
      if (found?.holder === undefined || found.holder === holder) seen.delete(name);
      if (found === undefined) return take(name, { holder }, ttlMs, true);
      if (found.holder === holder) return found.ttlMs === ttlMs || take(name, { holder }, ttlMs, false);
      if (elapsed() - silentSince(name, found.beat) < found.ttlMs) return false;
      return take(name, { beat: found.beat }, ttlMs, false);
    },
    release: async (name) => {
      await mongo.call(() => leases.deleteOne({ _id: name, holder }));
    },
  };
};
