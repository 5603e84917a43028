import type { FieldValue, FindOptions, ModelSchema } from '../../../kernel/read-model';
import type { Sql } from './sql';
import type { TableNames } from './table-names';
import { prefixRange } from '../words';

/** Where words are looked for: within the values of the field that narrows the search, when the caller named some. */
const named = (schema: ModelSchema, options: FindOptions): readonly FieldValue[] | undefined => {
  const narrowing = options.where?.find(({ field }) => field === schema.words?.within);
  if (narrowing !== undefined && 'is' in narrowing) {
    return [narrowing.is];
  }
  return narrowing !== undefined && 'in' in narrowing ? narrowing.in : undefined;
};

/** Every value there is, found by one seek each: without it a search nobody narrowed would read all words. */
const everywhere = (words: string): string =>
  `WITH RECURSIVE place(v) AS (
     SELECT min(within) FROM ${words}
     UNION ALL SELECT (SELECT min(within) FROM ${words} WHERE within > v) FROM place WHERE v IS NOT NULL
   ) SELECT v FROM place WHERE v IS NOT NULL`;

/** `FROM … WHERE …` of the word rows that begin with this one. */
export const matchingWords = (
  schema: ModelSchema,
  { words }: TableNames,
  options: FindOptions,
  prefix: string,
): Sql => {
  const { from, to } = prefixRange(prefix);
  const within = named(schema, options);
  const places = within === undefined ? everywhere(words) : within.map(() => '?').join(', ');
  return {
    sql: `FROM ${words} WHERE within IN (${places}) AND word >= ? AND word < ?`,
    values: [...(within ?? []).map(String), from, to],
  };
};
