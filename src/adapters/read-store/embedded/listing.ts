import type { Condition, FieldValue, FindOptions, ModelSchema } from '../../../kernel/read-model';
import type { Sql } from './sql';

/** Which documents a find lists, and in what order: everything but the word it looks for. */
export interface Listing {
  readonly where: Sql;
  readonly order: string;
  /** What it is sorted by, the first of them first. */
  readonly columns: readonly string[];
  readonly direction: 'ASC' | 'DESC';
}

const columnOf = (schema: ModelSchema, field: string): string => {
  if (field !== 'id' && !Object.hasOwn(schema.fields, field)) {
    throw new Error(`${schema.name} is not filtered or sorted by ${field}`);
  }
  return field === 'id' ? 'd.id' : `d.f_${field}`;
};

type Range = Extract<Condition, { readonly atLeast?: FieldValue }>;

const rangeOf = (column: string, condition: Range): Sql => {
  const bounds = (['above', 'atLeast', 'below', 'atMost'] as const).flatMap((bound) => {
    const value = condition[bound];
    const sign = { above: '>', atLeast: '>=', below: '<', atMost: '<=' }[bound];
    return value === undefined ? [] : [{ sql: `${column} ${sign} ?`, value }];
  });
  const sql = bounds.map((bound) => bound.sql).join(' AND ') || 'TRUE';
  const values = bounds.map(({ value }) => value);
  return { sql: condition.orAbsent === true ? `(${column} IS NULL OR ${sql})` : sql, values };
};

/** As many as are bound each for itself: SQLite knows a bound for marks, and each number of them is another statement. */
const MOST_MARKS = 500;

const listOf = (values: readonly FieldValue[]): Sql =>
  values.length > MOST_MARKS
    ? { sql: '(SELECT value FROM json_each(?))', values: [JSON.stringify(values)] }
    : { sql: `(${values.map(() => '?').join(', ')})`, values };

const conditionOf = (schema: ModelSchema, condition: Condition): Sql => {
  const column = columnOf(schema, condition.field);
  if ('is' in condition) {
    return { sql: `${column} = ?`, values: [condition.is] };
  }
  if ('in' in condition) {
    const list = listOf(condition.in);
    return { sql: `${column} IN ${list.sql}`, values: list.values };
  }
  if ('notIn' in condition) {
    const list = listOf(condition.notIn);
    return { sql: `(${column} IS NULL OR ${column} NOT IN ${list.sql})`, values: list.values };
  }
  if ('absent' in condition) {
    return { sql: `${column} IS ${condition.absent ? '' : 'NOT '}NULL`, values: [] };
  }
  return rangeOf(column, condition);
};

/** What was deleted has no field: whatever asks for the value of one finds none of it, and may be answered by an index alone. */
const findsNoneDeleted = (condition: Condition): boolean =>
  condition.field !== 'id' && ('is' in condition || 'in' in condition);

const keyset = (column: string, sign: string, { value, id }: NonNullable<FindOptions['after']>): Sql =>
  column === 'd.id'
    ? { sql: `d.id ${sign} ?`, values: [id] }
    : { sql: `(${column}, d.id) ${sign} (?, ?)`, values: [value, id] };

export const listingOf = (schema: ModelSchema, options: FindOptions): Listing => {
  const column = columnOf(schema, options.order?.by ?? 'id');
  const descending = options.order?.descending === true;
  const { where = [] } = options;
  const there: Sql[] = where.some(findsNoneDeleted) ? [] : [{ sql: 'd.doc IS NOT NULL', values: [] }];
  const parts = [...there, ...where.map((condition) => conditionOf(schema, condition))];
  if (options.after !== undefined) {
    parts.push(keyset(column, descending ? '<' : '>', options.after));
  }
  const direction = descending ? 'DESC' : 'ASC';
  const columns = [...new Set([column, 'd.id'])];
  return {
    where: {
      sql: parts.map(({ sql }) => sql).join(' AND '),
      values: parts.flatMap(({ values }) => values),
    },
    order: columns.map((each) => `${each} ${direction}`).join(', '),
    columns,
    direction,
  };
};
