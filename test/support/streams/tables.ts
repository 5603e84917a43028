import type { Condition, FindOptions, FieldValue } from '../../../src/kernel/read-model';
import type { ReadModels } from '../../../src/kernel/read-models';

/** A document of a specification: what a query may filter by. */
export interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

const fits = (row: Row, condition: Condition): boolean => {
  const value = row[condition.field] as FieldValue | undefined;
  if ('is' in condition) return value === condition.is;
  if ('in' in condition) return value !== undefined && condition.in.includes(value);
  if ('notIn' in condition) return value === undefined || !condition.notIn.includes(value);
  if ('absent' in condition) return (value === undefined) === condition.absent;
  if (value === undefined) return false;
  const { above, atLeast, below, atMost } = condition;
  return (
    (above === undefined || value > above) &&
    (atLeast === undefined || value >= atLeast) &&
    (below === undefined || value < below) &&
    (atMost === undefined || value <= atMost)
  );
};

/** Read models that hold these documents, sorted by id; words are searched in `name`. `asked`: every question put to them. */
export const tablesOf = (
  tables: Readonly<Record<string, readonly Row[]>>,
): { models: ReadModels; asked: (FindOptions & { readonly model: string })[] } => {
  const asked: (FindOptions & { readonly model: string })[] = [];
  const find = async (model: string, options: FindOptions) => {
    asked.push({ ...options, model });
    const { where = [], word, after, limit } = options;
    return (tables[model] ?? [])
      .filter((row) => where.every((condition) => fits(row, condition)))
      .filter((row) => word === undefined || String(row['name']).startsWith(word))
      .filter(({ id }) => after === undefined || id > after.id)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  };
  const models = { readModel: (model: string) => ({ find: (options: FindOptions) => find(model, options) }) };
  return { models: models as unknown as ReadModels, asked };
};
