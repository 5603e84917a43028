import type { CsvValue } from '../../kernel/csv/csv-cell';
import { entryOf } from '../../kernel/entry-of';
import { cellOf } from '../../reports/report-cell';
import type { ReportHeader } from '../../reports/report-header';
import type { Line } from '../../reports/report';
import { rowOf } from '../../reports/row-line';
import { csvHeader, csvRows } from '../audit/csv-rows';

/** What a report says of itself, a line each, before its table: `# name,"value"`. Readers of CSV pass over lines with `#`. */
const headLines = (header: object, forExcel: boolean): string =>
  Object.entries(header)
    // A signed note has lines of its own; who wants it takes it from the JSON.
    .filter(([name]) => name !== 'checkpoint')
    .map(([name, value]) => `# ${name},${csvRows([[cellOf(value)]], forExcel)}`)
    .join('');

const LINES_AT_ONCE = 200;

/** A report as bytes, some lines at a time: the reader's pace is the pace. */
export async function* reportCsv(
  header: ReportHeader,
  rows: AsyncIterable<Line>,
  forExcel: boolean,
): AsyncGenerator<Buffer> {
  const { columns } = header;
  const [mark, names] = forExcel ? ['\uFEFF', csvHeader(columns, false)] : ['', csvHeader(columns, false)];
  yield Buffer.from(`${mark}${headLines(header, forExcel)}${names}`);
  let kept: (readonly CsvValue[])[] = [];
  for await (const line of rows) {
    const row = rowOf(line, header.log);
    kept.push(columns.map((column) => cellOf(entryOf(row, column))));
    if (kept.length < LINES_AT_ONCE) continue;
    yield Buffer.from(csvRows(kept, forExcel));
    kept = [];
  }
  if (kept.length > 0) yield Buffer.from(csvRows(kept, forExcel));
}
