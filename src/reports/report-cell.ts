import type { CsvValue } from '../kernel/csv/csv-cell';

/** What a report tells, as the value of one cell: several things in it with a blank between them. */
export const cellOf = (value: unknown): CsvValue => {
  if (value === undefined || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return Array.isArray(value) ? value.join(' ') : JSON.stringify(value);
};
