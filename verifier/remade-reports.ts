import { leafOf } from '../src/reports/leaf';
import { ReportRun } from '../src/reports/report-run';
import { REPORTS } from '../src/reports/reports';
import { streamDigest } from '../wire/tlog/stream-digest';
import { checkReports } from './check-reports';
import type { ReadFact } from './facts-of-streams';
import { Findings } from './findings';
import { UnreadableBundle } from './read-bundle';

/** The reports that follow from the facts of a bundle, made again beside those in it. What was altered may be such that none follows. */
export class RemadeReports {
  private readonly run = new ReportRun(REPORTS, streamDigest);
  private trouble: { readonly leaf?: number; readonly error: unknown } | undefined;

  /** Facts are told in the order of the log. */
  async take(fact: ReadFact, leaf: number): Promise<void> {
    if (this.trouble !== undefined) return;
    try {
      await this.run.take(fact, leafOf(1, leaf));
    } catch (error) {
      this.trouble = { leaf, error };
    }
  }

  /** Compares them with those of a bundle. Throws {@link UnreadableBundle}. */
  async compare(path: string): ReturnType<typeof checkReports> {
    try {
      if (this.trouble === undefined) return await checkReports(path, this.run);
    } catch (error) {
      if (error instanceof UnreadableBundle) throw error;
      this.trouble = { error };
    }
    const findings = new Findings();
    const { leaf, error } = this.trouble;
    const detail = `no report can be made from these facts: ${(error as Error).message}`;
    findings.add({ rule: 'report', ...(leaf === undefined ? {} : { leaf }), detail });
    return { findings, notes: [] };
  }
}
