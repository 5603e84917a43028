import type { Condition, FindOptions, ModelSchema } from '../../../kernel/read-model';
import { listingOf } from './listing';
import type { Sql } from './sql';

/** More combinations of values than these are sorted rather than asked for one by one. */
const MOST_QUESTIONS = 8;

type Choice = Extract<Condition, { readonly in: unknown }>;

const isChoice = (condition: Condition): condition is Choice => 'in' in condition;

const isFixed = (condition: Condition): boolean => 'is' in condition;

/**
 * Does an index hold, one behind the other in the order that is asked for, what has one value of each choice? Where something
 * is asked besides, it must narrow by more than the choices: else an index of what is asked besides may find the few there are.
 */
const isInOrder = ({ indexes }: ModelSchema, { where = [], order }: FindOptions): boolean => {
  const by = order?.by ?? 'id';
  const known = new Set(where.filter((each) => isChoice(each) || isFixed(each)).map(({ field }) => field));
  return indexes.some((index) => {
    const equal = by === 'id' ? index : index.slice(0, -1);
    if (by !== 'id' && index.at(-1) !== by) return false;
    if (!equal.every((field) => known.has(field))) return false;
    const others = where.filter(({ field }) => !equal.includes(field));
    const isNarrow = where.some((each) => isFixed(each) && equal.includes(each.field));
    return !others.some(isChoice) && (isNarrow || others.every(({ field }) => field === by));
  });
};

/** One question for each combination of values, where these can be put together in the order that is asked for; else the whole. */
const questionsOf = (schema: ModelSchema, options: FindOptions): readonly FindOptions[] => {
  const { where = [] } = options;
  if (!where.some(isChoice)) return [options];
  const lists: readonly (readonly Condition[])[] = where.map((each) =>
    isChoice(each) ? [...new Set(each.in)].map((is) => ({ field: each.field, is })) : [each],
  );
  const count = lists.reduce((product, { length }) => product * length, 1);
  if (count < 2 || count > MOST_QUESTIONS || !isInOrder(schema, options)) return [options];
  const combinations = lists.reduce<readonly (readonly Condition[])[]>(
    (all, list) => all.flatMap((some) => list.map((each) => [...some, each])),
    [[]],
  );
  return combinations.map((each) => ({ ...options, where: each }));
};

/**
 * The statement for a page of documents. What has one of several values lies in an index by each of them: all at once would have to
 * be sorted whole for each page, while several that are sorted already are merged only as far as the page goes.
 */
export const selectionOf = (schema: ModelSchema, table: string, options: FindOptions): Sql => {
  const listings = questionsOf(schema, options).map((question) => listingOf(schema, question));
  const [{ columns, direction }] = listings as [ReturnType<typeof listingOf>];
  const questions = listings.map(
    ({ where }) => `SELECT ${columns.join(', ')}, d.doc AS doc FROM ${table} AS d WHERE ${where.sql}`,
  );
  const order = columns.map((_, n) => `${n + 1} ${direction}`).join(', ');
  return {
    sql: `${questions.join(' UNION ALL ')} ORDER BY ${order} LIMIT ?`,
    values: [...listings.flatMap(({ where }) => where.values), options.limit],
  };
};
