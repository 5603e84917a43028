import type { Document } from 'mongodb';
import type { FieldType, ModelSchema } from '../../../kernel/read-model';
import { ensureIndexes, type Index } from '../../mongodb/indexes';
import type { Mongo } from '../../mongodb/mongo';
import { LAYOUT } from './layout';

const BSON: Readonly<Record<FieldType, readonly string[]>> = {
  text: ['string'],
  number: ['int', 'long', 'double'],
  boolean: ['bool'],
  time: ['date'],
};

/** What is promised of each document to those who ask the database: the kinds of the fields that lists are asked by. */
const jsonSchemaOf = ({ name, fields, words }: ModelSchema): Document => ({
  title: name,
  bsonType: 'object',
  required: ['_id', '_position'],
  properties: {
    _id: { bsonType: 'string' },
    _position: { bsonType: 'string', description: 'where in the log the fact stands that changed it last' },
    _deleted: { enum: [true], description: 'a tombstone' },
    ...(words === undefined ? {} : { [LAYOUT.words]: { bsonType: 'array', items: { bsonType: 'string' } } }),
    ...Object.fromEntries(
      Object.entries(fields).map(([field, type]) => [LAYOUT.path(field), { bsonType: BSON[type] }]),
    ),
  },
});

const isFirst = (field: string, place: number, all: readonly string[]): boolean => all.indexOf(field) === place;

const indexesOf = ({ indexes, words }: ModelSchema): readonly Index[] => [
  ...indexes.map((fields) => ({
    name: `by_${fields.join('_')}`,
    on: [...fields.map((field) => (field === 'id' ? '_id' : LAYOUT.path(field))), '_id'].filter(isFirst),
  })),
  ...(words === undefined ? [] : [{ name: 'by_word', on: [LAYOUT.path(words.within), LAYOUT.words, '_id'] }]),
];

/**
 * Makes the collection of a build. A document that does not fit is told in the server's log and taken: a mistake in what is
 * promised must not keep a read model from being filled. A server that knows no validators goes without.
 */
export const makeBuildCollection = async (mongo: Mongo, name: string, schema: ModelSchema): Promise<void> => {
  const validator = { $jsonSchema: jsonSchemaOf(schema) };
  const make = () => mongo.database.createCollection(name, { validator, validationAction: 'warn' });
  // Where it was not made, the indexes make it, or tell what is wrong.
  await mongo.call(make).catch(() => undefined);
  await ensureIndexes(mongo, mongo.collection(name), indexesOf(schema));
};
