import { canonicalJson } from '../src/kernel/facts/canonical-json';
import { entryOf } from '../src/kernel/entry-of';
import type { ReportHeader } from '../src/reports/report-header';

/** What a header says that follows from the facts alone, whoever made the report. */
export const HEADER_BY_FACTS = [
  'asOf',
  'columns',
  'damagedStreams',
  'excluded',
  'facts',
  'log',
  'parameters',
  'population',
  'rows',
  'sha256',
  'size',
] as const;

/** What was altered may be anything. */
const textOf = (value: unknown): string => {
  try {
    return value === undefined ? 'nothing' : canonicalJson(value);
  } catch {
    return 'no canonical JSON';
  }
};

/** What a header says under these names and is not so by the facts, in words; empty: nothing. */
export const headerDifference = (
  names: readonly (keyof ReportHeader)[],
  told: Readonly<Record<string, unknown>>,
  made: ReportHeader,
): string =>
  names
    .filter((name) => textOf(entryOf(told, name)) !== textOf(made[name]))
    .map((name) => `${name} is ${textOf(entryOf(told, name))}, and ${textOf(made[name])} by the facts`)
    .join('; ');
