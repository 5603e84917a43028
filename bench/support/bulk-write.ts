import { Mongo } from '../../src/adapters/mongodb/mongo';

const PER_WRITE = 1000;

/** Writes every document of a read model into an empty collection with the same indexes, by the driver alone; answers the ms it took. */
export const bulkWrite = async (url: string, model: string): Promise<number> => {
  const mongo = await Mongo.open(url);
  const { database } = mongo;
  const names = (await database.listCollections().toArray()).map(({ name }) => name);
  const source = database.collection(names.findLast((name) => name.startsWith(`read_${model}_`)) ?? '');
  const target = database.collection('bench_bulk');
  const indexes = (await source.listIndexes().toArray()).filter(({ name }) => name !== '_id_');
  await target.createIndexes(indexes.map(({ name, key }) => ({ name: String(name), key: key as Record<string, 1> })));
  const documents = await source.find().toArray();
  const began = performance.now();
  for (let at = 0; at < documents.length; at += PER_WRITE) {
    const writes = documents.slice(at, at + PER_WRITE).map((document) => ({ insertOne: { document } }));
    await target.bulkWrite(writes, { ordered: false });
  }
  const ms = performance.now() - began;
  await target.drop();
  await mongo.close();
  return ms;
};
