import { leafOf } from '../../../src/reports/leaf';
import type { Report } from '../../../src/reports/report';
import { ReportRun, type Counted, type RunOptions } from '../../../src/reports/report-run';
import { rowOf, type ReportRow } from '../../../src/reports/row-line';
import { digest } from '../streams/view-of';
import { factsOfLog, type ToldFact } from './facts-of-log';

/** The rows that a report makes of a log, and what was looked at. */
export const madeReport = async (
  report: Report,
  log: readonly ToldFact[],
  options: RunOptions = {},
): Promise<Counted & { readonly told: readonly ReportRow[]; readonly damagedStreams: number }> => {
  const run = new ReportRun([report], digest, options);
  for (const [index, fact] of factsOfLog(log).entries()) await run.take(fact, leafOf(1, index));
  const told: ReportRow[] = [];
  const rows = run.rows(report.id);
  for (;;) {
    const next = await rows.next();
    if (next.done === true) return { ...next.value, told, damagedStreams: run.damagedStreams };
    told.push(rowOf(next.value, 1));
  }
};
