import { REPORTS_FILE, ROWS_OF_A_FILE, rowsFile } from '../../wire/tlog/bundle-reports';
import { tarEntry } from '../../wire/tlog/tar';
import { headerOf, linesOf, type ReportHeader } from '../reports/report-header';
import { ReportTooLong } from '../reports/report';
import type { ReportRun } from '../reports/report-run';
import { REPORTS } from '../reports/reports';

/** A report that has too many rows to be in a bundle. */
interface LeftOut {
  readonly report: string;
  readonly version: number;
  readonly tooLong: true;
}

const file = (name: string, content: Buffer | string): Buffer => tarEntry({ name, content: Buffer.from(content) });

/** Every report that follows from the facts a run was told, as files of an archive: their rows, then what each says of itself. */
export async function* bundleReports(run: ReportRun, { log, size }: { readonly log: number; readonly size: number }) {
  const headers: (ReportHeader | LeftOut)[] = [];
  for (const report of REPORTS) {
    const { id, version } = report;
    try {
      headers.push(await headerOf(run, report, { log, size }));
    } catch (error) {
      if (!(error instanceof ReportTooLong)) throw error;
      headers.push({ report: id, version, tooLong: true });
      continue;
    }
    let [lines, part]: [Buffer[], number] = [[], 0];
    for await (const line of linesOf(run, id, log)) {
      lines.push(line);
      if (lines.length < ROWS_OF_A_FILE) continue;
      yield file(rowsFile(id, part), Buffer.concat(lines));
      [lines, part] = [[], part + 1];
    }
    yield file(rowsFile(id, part), Buffer.concat(lines));
    // A long report must not keep requests from being served.
    await new Promise(setImmediate);
  }
  yield file(REPORTS_FILE, `${JSON.stringify(headers, null, 2)}\n`);
}
