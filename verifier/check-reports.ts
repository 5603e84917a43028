import { headerOf, type ReportHeader } from '../src/reports/report-header';
import { ReportTooLong } from '../src/reports/report';
import type { ReportRun } from '../src/reports/report-run';
import { REPORTS } from '../src/reports/reports';
import { ComparedRows } from './compared-rows';
import { Findings } from './findings';
import { headerDifferences } from './header-difference';
import { readBundle, UnreadableBundle } from './read-bundle';
import { toldLine } from './told-row';

type Told = Partial<ReportHeader> & { readonly tooLong?: boolean };

const listOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parsed = (text: string): readonly Told[] => {
  const told = listOf(text);
  const isList = Array.isArray(told) && told.every((each) => typeof each === 'object' && each !== null);
  if (!isList) throw new UnreadableBundle('its list of reports is none');
  return told as readonly Told[];
};

const isTooLong = async (header: Promise<ReportHeader>): Promise<ReportHeader | 'too long'> => {
  try {
    return await header;
  } catch (error) {
    if (error instanceof ReportTooLong) return 'too long';
    throw error;
  }
};

/** Compares every report of a bundle with what a run makes of its facts. Throws {@link UnreadableBundle}. */
export const checkReports = async (
  path: string,
  run: ReportRun,
): Promise<{ readonly findings: Findings; readonly notes: readonly string[] }> => {
  const findings = new Findings();
  const notes: string[] = [];
  const bundle = readBundle(path);
  try {
    if (bundle.manifest.reports === undefined && bundle.reports === undefined) {
      return { findings, notes: ['there are no reports in it'] };
    }
    const told = parsed(bundle.reports ?? '[]');
    const compared = new Map<string, ComparedRows>();
    for (const report of REPORTS) {
      const { id } = report;
      const [its, ...again] = told.filter((each) => each.report === id);
      if (again.length > 0) findings.add({ rule: 'report', detail: `${id} is more than once in the list of reports` });
      if (its === undefined) {
        findings.add({ rule: 'report', detail: `${id} is not in the bundle` });
      } else if (its.version !== report.version) {
        notes.push(`${id} is of version ${its.version}; this verifier makes version ${report.version}: not compared`);
      } else {
        const made = await isTooLong(headerOf(run, report, { log: 1, size: bundle.manifest.size }));
        if (made !== 'too long' && its.tooLong !== true) {
          compared.set(id, new ComparedRows(id, run, findings));
          for (const difference of headerDifferences(its, made)) {
            findings.add({ rule: 'report', detail: `what ${id} says of itself: ${difference}` });
          }
        } else if (made === 'too long' && its.tooLong === true) {
          notes.push(`${id} has too many rows to be in a bundle: ask the server for parts of it`);
        } else {
          findings.add({ rule: 'report', detail: `${id} is said to be too long, or is and is said not to be` });
        }
      }
    }
    for (const { report, lines } of bundle.reportLines()) {
      const rows = compared.get(report);
      if (rows === undefined) notes.push(`rows of ${report} are in it, and were compared with nothing`);
      else await rows.take(lines.map(toldLine));
    }
    for (const rows of compared.values()) await rows.finish();
    notes.push(`${compared.size} reports were made again from the facts and compared`);
    return { findings, notes };
  } finally {
    bundle.close();
  }
};
