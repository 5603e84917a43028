import type { FieldValue, FindOptions, ModelSchema } from '../../../kernel/read-model';
import { listingOf, type Listing } from './listing';
import { matchingWords } from './matching-words';
import type { Sql } from './sql';
import type { TableNames } from './table-names';
import { prefixRange, searchedWords } from '../words';

/** Reads row by row, so that what has found enough can stop. */
export type Ask = <R>(sql: string, values: readonly FieldValue[]) => Iterable<R>;

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

/** Does the document hold, for each of these, a word that begins with it? */
const holding = (names: TableNames, words: readonly string[]): Sql => ({
  sql: words
    .map(() => `EXISTS (SELECT 1 FROM ${names.words} AS w WHERE w.id = d.id AND w.word >= ? AND w.word < ?)`)
    .join(' AND '),
  values: words.flatMap((word) => {
    const { from, to } = prefixRange(word);
    return [from, to];
  }),
});

/** The page, when the first {@link WALKED} of the list hold it or are the whole list. */
const walk = (
  ask: Ask,
  names: TableNames,
  { where, order }: Listing,
  words: readonly string[],
  limit: number,
): readonly string[] | undefined => {
  const hit = holding(names, words);
  const rows = ask<Doc>(
    `SELECT CASE WHEN ${hit.sql} THEN d.doc END AS doc FROM ${names.documents} AS d WHERE ${where.sql} ORDER BY ${order} LIMIT ?`,
    [...hit.values, ...where.values, WALKED],
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

/** Listed are only those that hold these words as well. */
const narrowed = (listing: Listing, names: TableNames, words: readonly string[]): Listing => {
  if (words.length === 0) {
    return listing;
  }
  const { sql, values } = holding(names, words);
  const { where } = listing;
  return { ...listing, where: { sql: `${where.sql} AND ${sql}`, values: [...where.values, ...values] } };
};

/**
 * A page of the documents that hold what is searched, at about the same cost in a small table as in a large one: when every
 * word is frequent they turn up early in the list, else the rarest is looked up.
 */
export const searchByWord = (
  ask: Ask,
  schema: ModelSchema,
  names: TableNames,
  options: FindOptions,
): readonly string[] => {
  const words = schema.words === undefined ? [] : searchedWords(options.word ?? '');
  const counted = words.map((word) => {
    const matching = matchingWords(schema, names, options, word);
    return { word, matching, count: countUpTo(ask, matching, FEW) };
  });
  const [rarest] = counted.toSorted((a, b) => a.count - b.count);
  if (rarest === undefined || rarest.count === 0) {
    return [];
  }
  const listing = listingOf(schema, options);
  const early = rarest.count < FEW ? undefined : walk(ask, names, listing, words, options.limit);
  if (early !== undefined) {
    return early;
  }
  const others = words.filter((word) => word !== rarest.word);
  const collect = (options.order?.by ?? 'id') === 'id' ? gatherById : gather;
  return collect(ask, names, narrowed(listing, names, others), rarest.matching, options);
};
