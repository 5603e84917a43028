import { leafOf } from '../src/reports/leaf';
import { ReportTooLong, type Report } from '../src/reports/report';
import { headerOf } from '../src/reports/report-header';
import { ReportRun } from '../src/reports/report-run';
import { REPORTS } from '../src/reports/reports';
import { streamDigest } from '../wire/tlog/stream-digest';
import { askedOfReport, type Asked } from './asked-of-report';
import { ComparedRows } from './compared-rows';
import type { ReadFact } from './facts-of-streams';
import { Findings } from './findings';
import { headerDifferences } from './header-difference';
import type { ToldReport } from './read-report';

/** What else a header may say: of its checkpoint, which is compared with the tree, and of its making. */
const BESIDE = ['origin', 'root', 'checkpoint', 'generatedAt', 'generatedBy', 'verify'];

const READ = 'keyledger.report-read.v1';

/** A report that was handed over alone, made again by the facts of a bundle with what it says it was asked with. */
export class HandedReport {
  private readonly report: Report | undefined;
  private readonly asked: Asked | undefined;
  private readonly run: ReportRun | undefined;
  private readonly findings = new Findings();
  private trouble: { readonly leaf?: number; readonly error: unknown } | undefined;
  /** Somebody was handed such a report: the fact that tells of it lies before the report's end. */
  private isRead = false;

  constructor(private readonly told: ToldReport) {
    this.report = REPORTS.find(({ id }) => id === told.header['report']);
    this.asked = askedOfReport(told.header);
    if (this.report === undefined || this.asked === undefined) return;
    const { asOf, parameters, places } = this.asked;
    this.run = new ReportRun([this.report], streamDigest, { asOf, parameters, ...(places && { places }) });
  }

  /** Facts are told in the order of the log; those behind the report's end are passed over. */
  async take(fact: ReadFact, leaf: number): Promise<void> {
    if (this.run === undefined || this.trouble !== undefined || leaf >= (this.asked?.size ?? 0)) return;
    this.isRead ||= this.tellsOfReading(fact);
    try {
      await this.run.take(fact, leafOf(1, leaf));
    } catch (error) {
      this.trouble = { leaf, error };
    }
  }

  /**
   * Compares it with what was made of the facts. `facts`: how many leaves the bundle has; absent: it does not show all facts of the
   * first log, from which no report follows.
   */
  async compare(
    facts: number | undefined,
  ): Promise<{ readonly findings: Findings; readonly notes: readonly string[] }> {
    const { path, header, oddities } = this.told;
    for (const oddity of oddities) this.find(oddity);
    const obstacle = this.obstacle(facts);
    if (obstacle !== undefined || this.report === undefined || this.run === undefined || this.asked === undefined) {
      this.find(`not compared: ${obstacle}`);
      return { findings: this.findings, notes: [] };
    }
    try {
      if (this.trouble !== undefined) throw this.trouble.error;
      await this.compareWith(this.report, this.run, this.asked.size);
    } catch (error) {
      const why = error instanceof ReportTooLong ? 'the server would have refused it' : 'no such report can be made';
      this.find(`${why}: ${(error as Error).message}`, this.trouble?.leaf);
      return { findings: this.findings, notes: [] };
    }
    const unproved = header['root'] === undefined ? '; it names no checkpoint' : '';
    const note = `${path}: ${this.report.id} was made again from the first ${this.asked.size} facts and compared${unproved}`;
    return { findings: this.findings, notes: [note] };
  }

  private async compareWith(report: Report, run: ReportRun, size: number): Promise<void> {
    const { path, header, columns, rows } = this.told;
    const made = await headerOf(run, report, { log: 1, size }, this.asked?.places);
    for (const difference of headerDifferences(header, made, BESIDE)) {
      this.find(`what it says of itself: ${difference}`);
    }
    if (!this.isRead) this.find('no fact tells that it was handed to whom it says, in this form');
    if (columns !== undefined && columns.join() !== made.columns.join()) {
      this.find(`the columns of its table are ${columns.join(' ')}, and ${made.columns.join(' ')} by the facts`);
      return;
    }
    const compared = new ComparedRows(report.id, run, this.findings, `${report.id} (${path})`);
    await compared.take(rows);
    await compared.finish();
  }

  /** Why it can't be compared. */
  private obstacle(facts: number | undefined): string | undefined {
    const { header } = this.told;
    if (this.report === undefined) return `this verifier knows no report ${JSON.stringify(header['report'])}`;
    if (header['version'] !== this.report.version) {
      return `it is of version ${JSON.stringify(header['version'])}; this verifier makes version ${this.report.version}`;
    }
    if (this.asked === undefined) return 'with the moment, size, parameters and organizations it names none is made';
    if (header['log'] !== 1) return 'it is of a later log; reports are made again from the facts of the first one';
    if (facts === undefined) return 'the bundle does not show all facts of the first log';
    return this.asked.size > facts ? `it is of ${this.asked.size} facts; this bundle ends after ${facts}` : undefined;
  }

  private tellsOfReading({ type, data, metadata }: ReadFact): boolean {
    const { format, header } = this.told;
    const isAlike = type === READ && data['report'] === header['report'] && data['format'] === format;
    return isAlike && metadata.actor['userId'] === header['generatedBy'];
  }

  private find(detail: string, leaf?: number): void {
    this.findings.add({
      rule: 'report',
      ...(leaf === undefined ? {} : { leaf }),
      detail: `${this.told.path}: ${detail}`,
    });
  }
}
