import type { FindOptions, ModelSchema } from '../../../kernel/read-model';
import { listingOf } from './listing';
import type { Sql } from './sql';

/** More values than these are sorted rather than asked for one by one. */
const MOST_VALUES = 8;

/** One question for each value of the only condition, where these can be put together in the order of the ids; else the whole. */
const questionsOf = (options: FindOptions): readonly FindOptions[] => {
  const [only, ...others] = options.where ?? [];
  const isById = options.order === undefined || options.order.by === 'id';
  if (only === undefined || others.length > 0 || !isById || !('in' in only) || only.field === 'id') return [options];
  const values = [...new Set(only.in)];
  if (values.length < 2 || values.length > MOST_VALUES) return [options];
  return values.map((is) => ({ ...options, where: [{ field: only.field, is }] }));
};

/**
 * The statement for a page of documents. What has one of several values lies in an index by each of them: all at once would have to
 * be sorted whole for each page.
 */
export const selectionOf = (schema: ModelSchema, table: string, options: FindOptions): Sql => {
  const listings = questionsOf(options).map((question) => listingOf(schema, question));
  const pages = listings.map(
    ({ where, order }) => `SELECT d.id, d.doc FROM ${table} AS d WHERE ${where.sql} ORDER BY ${order} LIMIT ?`,
  );
  const values = listings.flatMap(({ where }) => [...where.values, options.limit]);
  const [page = '', ...others] = pages;
  if (others.length === 0) return { sql: page, values };
  const all = pages.map((each) => `SELECT * FROM (${each})`).join(' UNION ALL ');
  const direction = options.order?.descending === true ? 'DESC' : 'ASC';
  return { sql: `SELECT doc FROM (${all}) ORDER BY id ${direction} LIMIT ?`, values: [...values, options.limit] };
};
