import type { Document } from 'mongodb';
import { Marks, type StoredRootKeyMark } from '../mongodb/marks';
import type { Mongo, StoredByName } from '../mongodb/mongo';
import { SHAPES, toDocument, toRow } from './documents';
import type { Row, TableName, Tables } from './tables';

const PAGE = 500;
const LIMIT_MS = 60_000;
const RETIRED = 'material_retired';

type Stored = StoredByName & Document;

interface Retired extends StoredByName {
  readonly retired: readonly { readonly version: number; readonly hash: string }[];
}

const rootKeyRow = ({ value, former, broken, generation }: StoredRootKeyMark): Row => ({
  fingerprint: value,
  former: former ?? null,
  broken: broken ?? null,
  generation: generation ?? 1,
});

const rootKeyMark = (row: Row): StoredRootKeyMark => ({
  value: String(row['fingerprint']),
  generation: Number(row['generation']),
  ...(typeof row['former'] === 'string' ? { former: row['former'] } : {}),
  ...(typeof row['broken'] === 'number' ? { broken: row['broken'] } : {}),
});

const retiredRows = ({ _id, retired }: Retired): readonly Row[] =>
  retired.map(({ version, hash }) => ({ identity_id: _id, version, hash }));

/** The tables of a database. */
export const mongoTables = (mongo: Mongo): Tables => {
  const marks = new Marks(mongo);

  async function* documents(collection: string): AsyncIterable<readonly Stored[]> {
    const all = mongo.collection<Stored>(collection);
    for (let after = ''; ;) {
      const filter = { _id: { $gt: after } } as object;
      const page = await mongo.call(() => all.find(filter).sort({ _id: 1 }).limit(PAGE).toArray());
      const last = page.at(-1);
      if (last === undefined) return;
      yield page as unknown as readonly Stored[];
      after = last._id;
    }
  }

  async function* read(name: TableName): AsyncIterable<readonly Row[]> {
    if (name === 'rootKey') {
      const mark = await marks.rootKey();
      if (mark !== undefined) yield [rootKeyRow(mark)];
    } else if (name === 'retired') {
      for await (const page of documents(RETIRED)) yield (page as readonly Retired[]).flatMap(retiredRows);
    } else {
      const shape = SHAPES[name];
      for await (const page of documents(shape.collection)) yield page.map((document) => toRow(shape, document));
    }
  }

  const writeRetired = async (rows: readonly Row[]): Promise<void> => {
    const retired = mongo.collection<Retired>(RETIRED);
    const updates = rows.map((row) => ({
      updateOne: {
        filter: { _id: String(row['identity_id']) },
        update: {
          $push: {
            retired: {
              $each: [{ version: Number(row['version']), hash: String(row['hash']) }],
              $sort: { version: -1 as const },
            },
          },
        },
        upsert: true,
      },
    }));
    await mongo.call(() => retired.bulkWrite(updates as never[], { ordered: true }), LIMIT_MS);
  };

  return {
    read,
    write: async (name, rows) => {
      if (rows.length === 0) return;
      if (name === 'rootKey') {
        for (const row of rows) await marks.putRootKey(rootKeyMark(row));
      } else if (name === 'retired') {
        await writeRetired(rows);
      } else {
        const shape = SHAPES[name];
        const all = mongo.collection<Stored>(shape.collection);
        await mongo.call(() => all.insertMany(rows.map((row) => toDocument(shape, row)) as never[]), LIMIT_MS);
      }
    },
    clear: async (name) => {
      if (name === 'rootKey') {
        await marks.removeRootKey();
        return;
      }
      const collection = name === 'retired' ? RETIRED : SHAPES[name].collection;
      await mongo.call(() => mongo.collection<Stored>(collection).deleteMany({}), LIMIT_MS);
    },
  };
};
