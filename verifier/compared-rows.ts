import type { Counted, ReportRun } from '../src/reports/report-run';
import type { Line } from '../src/reports/report';
import { rowOf } from '../src/reports/row-line';
import type { Findings } from './findings';
import type { ToldRow } from './told-row';

const leafIn = (leaves: unknown): number | undefined => {
  const first: unknown = Array.isArray(leaves) ? leaves[0] : undefined;
  return Number.isSafeInteger(first) ? Number(first) : undefined;
};

/** The rows of one report as they are told, in order, beside those that follow from the facts. The first that differs is a finding. */
export class ComparedRows {
  private readonly made: AsyncGenerator<Line, Counted>;
  private count = 0;
  /** One row that is too many shifts all behind it: they are not told. */
  private isParted = false;

  /** `name`: what findings call it. */
  constructor(
    id: string,
    run: ReportRun,
    private readonly findings: Findings,
    private readonly name = id,
  ) {
    this.made = run.rows(id);
  }

  async take(rows: readonly ToldRow[]): Promise<void> {
    for (const told of rows) {
      if (this.isParted) return;
      this.count += 1;
      const next = await this.made.next();
      if (next.done === true) {
        this.part(told.leaves, 'it does not follow from the facts');
        return;
      }
      const made = rowOf(next.value, 1);
      const difference = told.differenceFrom(made);
      if (difference !== undefined) this.part(made['leaves'] ?? told.leaves, difference);
    }
  }

  /** Nothing more is told of it. */
  async finish(): Promise<void> {
    if (this.isParted) return;
    const next = await this.made.next();
    this.count += 1;
    if (next.done === true) return;
    this.part(rowOf(next.value, 1)['leaves'], 'it follows from the facts and is not there');
  }

  private part(leaves: unknown, detail: string): void {
    this.isParted = true;
    const leaf = leafIn(leaves);
    this.findings.add({
      rule: 'report',
      ...(leaf === undefined ? {} : { leaf }),
      detail: `row ${this.count} of ${this.name}: ${detail}`,
    });
  }
}
