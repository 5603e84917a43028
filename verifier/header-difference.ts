import { canonicalJson } from '../src/kernel/facts/canonical-json';
import { entryOf } from '../src/kernel/entry-of';
import type { ReportHeader } from '../src/reports/report-header';

/** What a header says that follows from the facts and from what the report was asked with, whoever made it. */
const FOLLOWS = [
  'asOf',
  'columns',
  'damagedStreams',
  'excluded',
  'facts',
  'log',
  'organizations',
  'parameters',
  'population',
  'populationOf',
  'report',
  'rows',
  'sha256',
  'size',
  'timeZone',
  'title',
  'version',
] as const;

/** What was altered may be anything. */
const textOf = (value: unknown): string => {
  try {
    return value === undefined ? 'nothing' : canonicalJson(value);
  } catch {
    return 'no canonical JSON';
  }
};

/** What a header says and is not so by the facts, in words; then each name it should not have. `beside`: of what else it may tell. */
export const headerDifferences = (
  told: Readonly<Record<string, unknown>>,
  made: ReportHeader,
  beside: readonly string[] = [],
): readonly string[] => {
  const other = FOLLOWS.filter((name) => textOf(entryOf(told, name)) !== textOf(made[name]));
  const foreign = Object.keys(told).filter((name) => ![...FOLLOWS, ...beside].includes(name));
  const differences = other.map(
    (name) => `${name} is ${textOf(entryOf(told, name))}, and ${textOf(made[name])} by the facts`,
  );
  return [
    ...(differences.length === 0 ? [] : [differences.join('; ')]),
    ...foreign.map((name) => `no report says ${name}`),
  ];
};
