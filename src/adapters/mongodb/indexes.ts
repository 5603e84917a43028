import { MongoServerError, type Collection } from 'mongodb';
import { StoreDamaged } from '../../kernel/store-errors';
import type { Mongo, StoredByName } from './mongo';

export interface Index {
  readonly name: string;
  /** Fields, ascending, in order. */
  readonly on: readonly string[];
  /** Documents go that long after the date in the first field, seconds. */
  readonly expireAfterSeconds?: number;
}

/** Another index stands under that name, or the same one under another, by MongoDB's `error_codes.yml`. */
const IN_THE_WAY = new Set<unknown>([85, 86]);

const keyOf = ({ on }: Index): Record<string, 1> => Object.fromEntries(on.map((field) => [field, 1]));

/** What stands in the way is found out, and named, by looking at what stands. */
const passOverConflicts = (error: unknown): void => {
  if (!(error instanceof MongoServerError && IN_THE_WAY.has(error.code))) throw error;
};

/** Makes the indexes of a collection and sees that they stand as they were asked for: a query without its index is an outage to come. */
export const ensureIndexes = async <D extends StoredByName>(
  mongo: Mongo,
  collection: Collection<D>,
  indexes: readonly Index[],
): Promise<void> => {
  if (indexes.length === 0) return;
  const wanted = indexes.map((index) => {
    const { name, expireAfterSeconds } = index;
    return { name, key: keyOf(index), ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }) };
  });
  await mongo.call(() => collection.createIndexes(wanted).catch(passOverConflicts));
  const found = await mongo.call(() => collection.listIndexes().toArray());
  const standing = new Map(found.map(({ name, key }) => [name as string, JSON.stringify(key)]));
  const wrong = indexes.find((index) => standing.get(index.name) !== JSON.stringify(keyOf(index)));
  if (wrong !== undefined) {
    throw new StoreDamaged(
      `the index ${wrong.name} of ${collection.collectionName} in MongoDB is not as it must be; drop it, it is made anew at the next start`,
    );
  }
};
