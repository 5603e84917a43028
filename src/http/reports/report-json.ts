import type { ReportHeader } from '../../reports/report-header';
import type { Line } from '../../reports/report';
import { rowOf } from '../../reports/row-line';

const LINES_AT_ONCE = 200;

/** A report as JSON, `{"header": …, "rows": […]}`, some rows at a time: the reader's pace is the pace. */
export async function* reportJson(header: ReportHeader, rows: AsyncIterable<Line>): AsyncGenerator<Buffer> {
  yield Buffer.from(`{"header":${JSON.stringify(header)},"rows":[`);
  let kept: string[] = [];
  let separator = '';
  for await (const line of rows) {
    kept.push(JSON.stringify(rowOf(line, header.log)));
    if (kept.length < LINES_AT_ONCE) continue;
    yield Buffer.from(separator + kept.join(','));
    [kept, separator] = [[], ','];
  }
  yield Buffer.from(`${kept.length > 0 ? separator : ''}${kept.join(',')}]}`);
}
