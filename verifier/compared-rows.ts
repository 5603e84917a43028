import { linesOf } from '../src/reports/report-header';
import type { Counted, ReportRun } from '../src/reports/report-run';
import type { Findings } from './findings';

type ReportRow = Readonly<Record<string, unknown>>;

const rowOf = (line: string): ReportRow => {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null ? (row as ReportRow) : {};
  } catch {
    return {};
  }
};

const leafOf = ({ leaves }: ReportRow): number | undefined => {
  const first: unknown = Array.isArray(leaves) ? leaves[0] : undefined;
  return Number.isSafeInteger(first) ? Number(first) : undefined;
};

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** What is different of two rows, in words. */
const difference = (told: ReportRow, made: ReportRow): string => {
  const columns = [...new Set([...Object.keys(told), ...Object.keys(made)])];
  const other = columns.filter((column) => shown(told[column]) !== shown(made[column]));
  if (other.length === 0) return 'it is not written in canonical form';
  return other
    .map((column) => `${column} is ${shown(told[column])}, and ${shown(made[column])} by the facts`)
    .join('; ');
};

/** The rows of one report of a bundle, told in order, beside those that follow from the facts. The first that differs is a finding. */
export class ComparedRows {
  private readonly made: AsyncGenerator<Buffer, Counted>;
  private count = 0;
  /** One row that is too many shifts all behind it: they are not told. */
  private isParted = false;

  constructor(
    private readonly report: string,
    run: ReportRun,
    private readonly findings: Findings,
  ) {
    this.made = linesOf(run, report, 1);
  }

  async take(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      if (this.isParted) return;
      this.count += 1;
      const next = await this.made.next();
      if (next.done === true) {
        this.part(rowOf(line), 'it does not follow from the facts');
      } else if (next.value.toString() !== `${line}\n`) {
        const made = rowOf(next.value.toString());
        this.part({ ...made, leaves: made['leaves'] ?? rowOf(line)['leaves'] }, difference(rowOf(line), made));
      }
    }
  }

  /** Nothing more is told of it. */
  async finish(): Promise<void> {
    if (this.isParted) return;
    const next = await this.made.next();
    this.count += 1;
    if (next.done !== true) this.part(rowOf(next.value.toString()), 'it follows from the facts and is not there');
  }

  private part(row: ReportRow, detail: string): void {
    this.isParted = true;
    const leaf = leafOf(row);
    this.findings.add({
      rule: 'report',
      ...(leaf === undefined ? {} : { leaf }),
      detail: `row ${this.count} of ${this.report}: ${detail}`,
    });
  }
}
