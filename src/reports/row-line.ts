import { canonicalJson } from '../kernel/facts/canonical-json';
import { placeOfLeaf } from './leaf';
import type { Cell, Line } from './report';

/** A row as it is told: its cells, the leaves of the facts it follows from, and which streams lack facts that it rests on. */
export type ReportRow = Readonly<Record<string, Cell | readonly number[] | readonly string[]>>;

/** What every row may tell beside the columns of its report. */
export const ROW_COLUMNS = ['leaves', 'logs', 'incomplete'] as const;

/**
 * A line of a report of this log of evidence. `leaves` are indices in it; where one lies in a log before it, `logs` says of each in
 * which.
 */
export const rowOf = ({ cells, leaves, incomplete }: Line, log: number): ReportRow => {
  const places = leaves.map(placeOfLeaf);
  const told = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== undefined));
  return {
    ...told,
    leaves: places.map(({ index }) => index),
    ...(places.every((place) => place.log === log) ? {} : { logs: places.map((place) => place.log) }),
    ...(incomplete === undefined ? {} : { incomplete }),
  };
};

/** The one text of a row: a report's digest is over these, a line each. */
export const rowLine = (row: ReportRow): string => `${canonicalJson(row)}\n`;
