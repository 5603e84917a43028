import type { Filter, Sort } from 'mongodb';
import type { Condition, FieldValue, FindOptions, ModelSchema } from '../../../kernel/read-model';
import { prefixRange, searchedWords } from '../words';
import type { StoredDocument } from './stored-document';

type Clause = Filter<StoredDocument>;

const pathOf = (schema: ModelSchema, field: string): string => {
  if (field !== 'id' && !Object.hasOwn(schema.fields, field)) {
    throw new Error(`${schema.name} is not filtered or sorted by ${field}`);
  }
  return field === 'id' ? '_id' : `f.${field}`;
};

/** The one gate for whatever came from outside: an object, which MongoDB could take for an operator, does not pass. */
const plain = (value: FieldValue): FieldValue => {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new TypeError('a condition compares with a text or a number only');
  }
  return value;
};

const clauseOf = (schema: ModelSchema, condition: Condition): Clause => {
  const path = pathOf(schema, condition.field);
  if ('is' in condition) return { [path]: { $eq: plain(condition.is) } };
  if ('in' in condition) return { [path]: { $in: condition.in.map(plain) } };
  if ('notIn' in condition) return { [path]: { $nin: condition.notIn.map(plain) } };
  if ('absent' in condition) return { [path]: { $exists: !condition.absent } };
  const { above, atLeast, below, atMost } = condition;
  const bounds = Object.entries({ $gt: above, $gte: atLeast, $lt: below, $lte: atMost });
  return {
    [path]: Object.fromEntries(bounds.flatMap(([sign, value]) => (value === undefined ? [] : [[sign, plain(value)]]))),
  };
};

/** Tombstones have no fields: a condition that wants one of them leaves them out already. */
const leavesOutTombstones = (condition: Condition): boolean =>
  condition.field !== 'id' && !('notIn' in condition) && !('absent' in condition && condition.absent);

const alive = (where: readonly Condition[]): readonly Clause[] =>
  where.some(leavesOutTombstones) ? [] : [{ doc: { $exists: true } }];

/** The first bound seems idle beside the choice; it is what lets a server begin to read at the page instead of at the start. */
const beyond = (path: string, descending: boolean, { value, id }: NonNullable<FindOptions['after']>): Clause => {
  const [past, from] = descending ? ['$lt', '$lte'] : ['$gt', '$gte'];
  return path === '_id'
    ? { _id: { [past]: plain(id) } }
    : {
        [path]: { [from]: plain(value) },
        $or: [{ [path]: { [past]: plain(value) } }, { [path]: { $eq: plain(value) }, _id: { [past]: plain(id) } }],
      };
};

/** What matches no document at all. */
const NOTHING: Clause = { _id: { $in: [] } };

const wordClauses = (schema: ModelSchema, text: string): readonly Clause[] => {
  const words = searchedWords(text);
  if (words.length === 0 || schema.words === undefined) return [NOTHING];
  return words.map((word): Clause => {
    const { from, to } = prefixRange(word);
    return { words: { $elemMatch: { $gte: from, $lt: to } } };
  });
};

const all = (clauses: readonly Clause[]): Clause => (clauses.length === 0 ? {} : { $and: [...clauses] });

/** Documents that fit all conditions. */
export const matching = (schema: ModelSchema, where: readonly Condition[]): Clause =>
  all([...where.map((condition) => clauseOf(schema, condition)), ...alive(where)]);

/** One page: what fits, in order, after where the last one ended. */
export const pageFilter = (schema: ModelSchema, options: FindOptions): { filter: Clause; sort: Sort } => {
  const { where = [], word, order, after } = options;
  const path = pathOf(schema, order?.by ?? 'id');
  const descending = order?.descending === true;
  const direction = descending ? -1 : 1;
  return {
    filter: all([
      matching(schema, where),
      ...(word === undefined ? [] : wordClauses(schema, word)),
      ...(after === undefined ? [] : [beyond(path, descending, after)]),
    ]),
    sort: path === '_id' ? { _id: direction } : { [path]: direction, _id: direction },
  };
};
