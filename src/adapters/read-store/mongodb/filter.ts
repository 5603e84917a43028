import type { Filter, Sort } from 'mongodb';
import type { Condition, FieldValue, FindOptions, ModelSchema } from '../../../kernel/read-model';
import { entryOf } from '../../../kernel/entry-of';
import { prefixRange, searchedWords } from '../words';
import type { Layout } from './layout';
import type { StoredDocument } from './stored-document';

type Clause = Filter<StoredDocument>;

/** A field as it is asked for: where it lies, and what its values are compared with. */
interface Field {
  readonly path: string;
  readonly stored: (value: FieldValue) => unknown;
}

/** The one gate for whatever came from outside: an object, which MongoDB could take for an operator, does not pass. */
const plain = (value: FieldValue): FieldValue => {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new TypeError('a condition compares with a text, a number or a boolean only');
  }
  return value;
};

const fieldOf = ({ name, fields }: ModelSchema, layout: Layout, field: string): Field => {
  const type = entryOf(fields, field);
  if (field === 'id') return { path: '_id', stored: plain };
  if (type === undefined) throw new Error(`${name} is not filtered or sorted by ${field}`);
  return { path: layout.path(field), stored: (value) => layout.value(type, plain(value)) };
};

const clauseOf = ({ path, stored }: Field, condition: Condition): Clause => {
  if ('is' in condition) return { [path]: { $eq: stored(condition.is) } };
  if ('in' in condition) return { [path]: { $in: condition.in.map(stored) } };
  if ('notIn' in condition) return { [path]: { $nin: condition.notIn.map(stored) } };
  if ('absent' in condition) return { [path]: { $exists: !condition.absent } };
  const { above, atLeast, below, atMost, orAbsent } = condition;
  const bounds = Object.entries({ $gt: above, $gte: atLeast, $lt: below, $lte: atMost });
  const range = {
    [path]: Object.fromEntries(bounds.flatMap(([sign, value]) => (value === undefined ? [] : [[sign, stored(value)]]))),
  };
  return orAbsent === true ? { $or: [range, { [path]: { $exists: false } }] } : range;
};

/** Tombstones have no fields: a condition that wants one of them leaves them out already. */
const leavesOutTombstones = (condition: Condition): boolean =>
  condition.field !== 'id' &&
  !('notIn' in condition) &&
  !('absent' in condition && condition.absent) &&
  !('orAbsent' in condition);

/** The first bound seems idle beside the choice; it is what lets a server begin to read at the page instead of at the start. */
const beyond = (
  { path, stored }: Field,
  descending: boolean,
  { value, id }: NonNullable<FindOptions['after']>,
): Clause => {
  const [past, from] = descending ? ['$lt', '$lte'] : ['$gt', '$gte'];
  if (path === '_id') return { _id: { [past]: plain(id) } };
  const at = stored(value);
  return {
    [path]: { [from]: at },
    $or: [{ [path]: { [past]: at } }, { [path]: { $eq: at }, _id: { [past]: plain(id) } }],
  };
};

/** What matches no document at all. */
const NOTHING: Clause = { _id: { $in: [] } };

const wordClauses = (schema: ModelSchema, layout: Layout, text: string): readonly Clause[] => {
  const words = searchedWords(text);
  if (words.length === 0 || schema.words === undefined) return [NOTHING];
  return words.map((word): Clause => {
    const { from, to } = prefixRange(word);
    return { [layout.words]: { $elemMatch: { $gte: from, $lt: to } } };
  });
};

const all = (clauses: readonly Clause[]): Clause => (clauses.length === 0 ? {} : { $and: [...clauses] });

/** Documents that fit all conditions. */
export const matching = (schema: ModelSchema, layout: Layout, where: readonly Condition[]): Clause =>
  all([
    ...where.map((condition) => clauseOf(fieldOf(schema, layout, condition.field), condition)),
    ...(where.some(leavesOutTombstones) ? [] : [layout.alive]),
  ]);

/** One page: what fits, in order, after where the last one ended. */
export const pageFilter = (
  schema: ModelSchema,
  layout: Layout,
  { where = [], word, order, after }: FindOptions,
): { filter: Clause; sort: Sort } => {
  const field = fieldOf(schema, layout, order?.by ?? 'id');
  const { path } = field;
  const descending = order?.descending === true;
  const direction = descending ? -1 : 1;
  return {
    filter: all([
      matching(schema, layout, where),
      ...(word === undefined ? [] : wordClauses(schema, layout, word)),
      ...(after === undefined ? [] : [beyond(field, descending, after)]),
    ]),
    sort: path === '_id' ? { _id: direction } : { [path]: direction, _id: direction },
  };
};
