import type { FindOptions, ModelSchema } from '../../../kernel/read-model';
import { listingOf, type Listing } from './listing';
import { matchingWords } from './matching-words';
import type { Sql } from './sql';
import type { TableNames } from './table-names';
import { foldWords, prefixRange } from './words';

/** Reads row by row, so that what has found enough can stop. */
export type Ask = <R>(sql: string, values: readonly (string | number)[]) => Iterable<R>;

interface Doc {
  readonly doc: string | null;
}

/** Fewer matches than this are gathered and sorted; with more, a page is likely to turn up soon in the list itself. */
const FEW = 2000;
/** So far a list is walked in hope of a page; then the matches are gathered after all, however many. */
const WALKED = 1000;

const textOf = ({ doc }: Doc): readonly string[] => (doc === null ? [] : [doc]);

const countUpTo = (ask: Ask, { sql, values }: Sql, most: number): number => {
  const [row] = ask<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 ${sql} LIMIT ?)`, [...values, most]);
  return row?.n ?? 0;
};

/** Left to choose, the planner may read the whole list for each match instead of looking the match up. */
const byId = ({ documents }: TableNames): string => `${documents} AS d INDEXED BY sqlite_autoindex_${documents}_1`;

/** The page, when the first {@link WALKED} of the list hold it or are the whole list. */
const walk = (
  ask: Ask,
  names: TableNames,
  { where, order }: Listing,
  { word = '', limit }: FindOptions,
): readonly string[] | undefined => {
  const { from, to } = prefixRange(foldWords(word)[0] ?? '');
  const hit = `EXISTS (SELECT 1 FROM ${names.words} AS w WHERE w.id = d.id AND w.word >= ? AND w.word < ?)`;
  const rows = ask<Doc>(
    `SELECT CASE WHEN ${hit} THEN d.doc END AS doc FROM ${names.documents} AS d WHERE ${where.sql} ORDER BY ${order} LIMIT ?`,
    [from, to, ...where.values, WALKED],
  );
  const found: string[] = [];
  let seen = 0;
  for (const row of rows) {
    seen += 1;
    found.push(...textOf(row));
    if (found.length === limit) {
      return found;
    }
  }
  return seen < WALKED ? found : undefined;
};

/**
 * Sorted by id, the words alone tell which matches come first: only as many documents are read as the page needs. The plus
 * signs hide the order from the planner, who would otherwise read all words by id to save the sorting.
 */
const gatherById = (ask: Ask, names: TableNames, { where, order }: Listing, matching: Sql, options: FindOptions) => {
  const { after, limit } = options;
  const descending = options.order?.descending === true;
  const beyond = after === undefined ? '' : ` AND +id ${descending ? '<' : '>'} ?`;
  const sorted = `SELECT DISTINCT +id AS id ${matching.sql}${beyond} ORDER BY +id ${descending ? 'DESC' : 'ASC'} LIMIT ?`;
  const values = [...matching.values, ...(after === undefined ? [] : [after.id])];
  for (let most = limit; ; most *= 8) {
    const ids = [...ask<{ id: string }>(sorted, [...values, most])].map(({ id }) => id);
    const rows = ask<Doc>(
      `SELECT d.doc FROM json_each(?) AS i CROSS JOIN ${byId(names)} ON d.id = i.value
       WHERE ${where.sql} ORDER BY ${order} LIMIT ?`,
      [JSON.stringify(ids), ...where.values, limit],
    );
    const found = [...rows].flatMap(textOf);
    if (found.length === limit || ids.length < most) {
      return found;
    }
  }
};

const gather = (ask: Ask, names: TableNames, { where, order }: Listing, matching: Sql, { limit }: FindOptions) =>
  [
    ...ask<Doc>(
      `SELECT d.doc FROM (SELECT DISTINCT +id AS id ${matching.sql}) AS m CROSS JOIN ${byId(names)} ON d.id = m.id
     WHERE ${where.sql} ORDER BY ${order} LIMIT ?`,
      [...matching.values, ...where.values, limit],
    ),
  ].flatMap(textOf);

/**
 * A page of the documents that hold a word with this prefix, at about the same cost in a small table as in a large one:
 * frequent words turn up early in the list, rare ones are looked up.
 */
export const searchByWord = (
  ask: Ask,
  schema: ModelSchema,
  names: TableNames,
  options: FindOptions,
): readonly string[] => {
  const listing = listingOf(schema, options);
  const matching = matchingWords(schema, names, options);
  const count = matching === undefined ? 0 : countUpTo(ask, matching, FEW);
  if (matching === undefined || count === 0) {
    return [];
  }
  const early = count < FEW ? undefined : walk(ask, names, listing, options);
  const collect = (options.order?.by ?? 'id') === 'id' ? gatherById : gather;
  return early ?? collect(ask, names, listing, matching, options);
};
