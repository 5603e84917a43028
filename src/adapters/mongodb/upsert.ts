import { isDuplicateKey } from './mongo-error';
import type { Mongo } from './mongo';

/** Two that both find nothing both insert, and one of them collides: the second time it finds what the other one made. */
export const upsert = async (mongo: Mongo, write: () => Promise<unknown>): Promise<void> => {
  try {
    await mongo.call(write);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await mongo.call(write);
  }
};
