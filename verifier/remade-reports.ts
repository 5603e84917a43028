import { leafOf } from '../src/reports/leaf';
import { ReportRun } from '../src/reports/report-run';
import { REPORTS } from '../src/reports/reports';
import { streamDigest } from '../wire/tlog/stream-digest';
import { checkEmergencies, type PlaceOfFact } from './check-emergencies';
import { checkReports } from './check-reports';
import type { ReadFact } from './facts-of-streams';
import { Findings } from './findings';
import { CHECKED_OUT } from './judge-disclosure';
import { UnreadableBundle } from './read-bundle';

/** The reports that follow from the facts of a bundle, made again beside those in it. What was altered may be such that none follows. */
export class RemadeReports {
  private readonly run = new ReportRun(REPORTS, streamDigest);
  /** By leaf, where each broken glass stands. */
  private readonly emergencies = new Map<number, PlaceOfFact>();
  private trouble: { readonly leaf?: number; readonly error: unknown } | undefined;

  /** Facts are told in the order of the log. */
  async take(fact: ReadFact, leaf: number): Promise<void> {
    if (this.trouble !== undefined) return;
    const { type, data, stream, revision } = fact;
    if (type === CHECKED_OUT && data['breakGlass'] === true) this.emergencies.set(leaf, { stream, revision });
    try {
      await this.run.take(fact, leafOf(1, leaf));
    } catch (error) {
      this.trouble = { leaf, error };
    }
  }

  /** Compares them with those of a bundle, and judges by them what must follow broken glass. Throws {@link UnreadableBundle}. */
  async compare(path: string): ReturnType<typeof checkReports> {
    try {
      if (this.trouble === undefined) {
        const { findings, notes } = await checkReports(path, this.run);
        const more = await checkEmergencies(this.run, this.emergencies, findings);
        return { findings, notes: [...notes, ...more] };
      }
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
