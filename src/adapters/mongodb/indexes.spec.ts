import { MongoServerError, type Collection } from 'mongodb';
import { StoreDamaged } from '../../kernel/store-errors';
import { ensureIndexes } from './indexes';
import type { Mongo, StoredByName } from './mongo';

/** MongoDB's own answers, from its documentation: the server of the tests lets two indexes have one name. */
const conflict = new MongoServerError({ message: 'an index with that name has other keys', code: 86 });
const mongo = { call: <T>(work: () => Promise<T>) => work() } as Mongo;

const collection = (create: () => Promise<string[]>, standing: readonly object[]) =>
  ({
    collectionName: 'things',
    createIndexes: create,
    listIndexes: () => ({ toArray: async () => [{ name: '_id_', key: { _id: 1 } }, ...standing] }),
  }) as unknown as Collection<StoredByName>;

const ours = [{ name: 'by_size', on: ['size', '_id'] }];

it('is content with the indexes it has made', async () => {
  const made = collection(async () => ['by_size'], [{ name: 'by_size', key: { size: 1, _id: 1 } }]);
  await expect(ensureIndexes(mongo, made, ours)).resolves.toBeUndefined();
});

it.each([
  ['another one has its name', collection(() => Promise.reject(conflict), [{ name: 'by_size', key: { weight: 1 } }])],
  ['its fields are in another order', collection(async () => [], [{ name: 'by_size', key: { _id: 1, size: 1 } }])],
  ['it is not there', collection(async () => [], [])],
])('refuses a collection where %s, and says what to do', async (_, found) => {
  await expect(ensureIndexes(mongo, found, ours)).rejects.toThrow(StoreDamaged);
  await expect(ensureIndexes(mongo, found, ours)).rejects.toThrow(/^the index by_size of things .* must be; drop it/);
});

it('tells of everything else that goes wrong', async () => {
  const away = new MongoServerError({ message: 'not now', code: 11_600 });
  await expect(
    ensureIndexes(
      mongo,
      collection(() => Promise.reject(away), []),
      ours,
    ),
  ).rejects.toBe(away);
});
