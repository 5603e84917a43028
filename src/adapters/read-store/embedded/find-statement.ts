import type { Condition, FindOptions, ModelSchema } from '../../../kernel/read-model';
import type { TableNames } from './table-names';
import { foldWords, prefixRange } from './words';

type Value = string | number;
type CountUpTo = (sql: string, values: readonly Value[]) => number;

interface Sql {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Up to so many matching words are collected and sorted; more are found by walking the list in its order. */
const COLLECTED = 4000;

const columnOf = (schema: ModelSchema, field: string): string => {
  if (field !== 'id' && !(field in schema.fields)) {
    throw new Error(`${schema.name} is not filtered or sorted by ${field}`);
  }
  return field === 'id' ? 'id' : `f_${field}`;
};

const rangeOf = (column: string, condition: Extract<Condition, { above?: Value } | { below?: Value }>): Sql => {
  const bounds = (['above', 'atLeast', 'below', 'atMost'] as const).flatMap((bound) => {
    const value = (condition as Record<string, Value | undefined>)[bound];
    const sign = { above: '>', atLeast: '>=', below: '<', atMost: '<=' }[bound];
    return value === undefined ? [] : [{ sql: `${column} ${sign} ?`, value }];
  });
  return { sql: bounds.map(({ sql }) => sql).join(' AND ') || 'TRUE', values: bounds.map(({ value }) => value) };
};

const conditionSql = (schema: ModelSchema, condition: Condition): Sql => {
  const column = columnOf(schema, condition.field);
  if ('is' in condition) {
    return { sql: `${column} = ?`, values: [condition.is] };
  }
  if ('in' in condition) {
    return { sql: `${column} IN (${condition.in.map(() => '?').join(', ')})`, values: condition.in };
  }
  if ('absent' in condition) {
    return { sql: `${column} IS ${condition.absent ? '' : 'NOT '}NULL`, values: [] };
  }
  return rangeOf(column, condition);
};

/** Where the words of a search are looked for: within the values of the field that narrows it, when the caller named some. */
const withinOf = (schema: ModelSchema, where: readonly Condition[]): readonly Value[] | undefined => {
  const narrowing = where.find((condition) => condition.field === schema.words?.within);
  if (narrowing !== undefined && 'is' in narrowing) {
    return [narrowing.is];
  }
  return narrowing !== undefined && 'in' in narrowing ? narrowing.in : undefined;
};

const wordSql = (schema: ModelSchema, names: TableNames, options: FindOptions, countUpTo: CountUpTo): Sql => {
  const [prefix] = foldWords(options.word ?? '');
  if (prefix === undefined) {
    return { sql: 'FALSE', values: [] };
  }
  const { from, to } = prefixRange(prefix);
  const within = withinOf(schema, options.where ?? []);
  const place = within === undefined ? 'TRUE' : `within IN (${within.map(() => '?').join(', ')})`;
  const matching = `FROM ${names.words} WHERE ${place} AND word >= ? AND word < ?`;
  const values = [...(within ?? []), from, to];
  const count = countUpTo(`SELECT count(*) AS n FROM (SELECT 1 ${matching} LIMIT ${COLLECTED})`, values);
  return count < COLLECTED
    ? { sql: `id IN (SELECT id ${matching})`, values }
    : {
        sql: `EXISTS (SELECT 1 FROM ${names.words} AS w WHERE w.id = d.id AND w.word >= ? AND w.word < ?)`,
        values: [from, to],
      };
};

/** A find as SQL: columns come from the schema, everything that came from outside is bound. */
export const findStatement = (
  schema: ModelSchema,
  names: TableNames,
  options: FindOptions,
  countUpTo: CountUpTo,
): Sql => {
  const column = columnOf(schema, options.order?.by ?? 'id');
  const descending = options.order?.descending === true;
  const parts: Sql[] = (options.where ?? []).map((condition) => conditionSql(schema, condition));
  if (options.word !== undefined) {
    parts.push(wordSql(schema, names, options, countUpTo));
  }
  if (options.after !== undefined) {
    const { value, id } = options.after;
    const sign = descending ? '<' : '>';
    parts.push(
      column === 'id'
        ? { sql: `id ${sign} ?`, values: [id] }
        : { sql: `(${column}, id) ${sign} (?, ?)`, values: [value, id] },
    );
  }
  const direction = descending ? 'DESC' : 'ASC';
  const order = column === 'id' ? `id ${direction}` : `${column} ${direction}, id ${direction}`;
  const where = ['doc IS NOT NULL', ...parts.map(({ sql }) => sql)].join(' AND ');
  return {
    sql: `SELECT doc FROM ${names.documents} AS d WHERE ${where} ORDER BY ${order} LIMIT ?`,
    values: [...parts.flatMap(({ values }) => values), options.limit],
  };
};
