import type { JobResult } from '../../wire/agent-messages';
import type { HeldVersions, JournalEntry } from './journal-entry';

/** How many jobs that are done with are remembered, to answer a repeated delivery as the first. */
const REMEMBERED = 500;

interface Job {
  readonly begun?: { readonly target: string; readonly version: number };
  readonly result?: JobResult;
  readonly about?: string;
  readonly told?: true;
}

/** What the journal's lines come to. */
export class JournalState {
  private readonly targets = new Map<string, HeldVersions>();
  private readonly jobs = new Map<string, Job>();

  apply(line: JournalEntry): void {
    if (line.entry === 'held') {
      this.targets.set(line.target, line.held);
      return;
    }
    const job = this.jobs.get(line.jobId) ?? {};
    if (line.entry === 'begun') {
      const { target, version } = line;
      const { proved, possible } = this.held(target);
      this.jobs.set(line.jobId, { ...job, begun: { target, version } });
      this.targets.set(target, { proved, possible: [...possible.filter((each) => each !== version), version] });
    } else if (line.entry === 'found') {
      // Found anew is to be told anew: the server asked once more.
      const { begun } = job;
      const { about = job.about, result } = line;
      const kept = { ...(begun === undefined ? {} : { begun }), ...(about === undefined ? {} : { about }) };
      this.jobs.set(line.jobId, { ...kept, result });
      if (line.target !== undefined) this.settle(line.target, line.result, begun);
    } else if (line.entry === 'told') {
      // Behind those that were told before it: the first of them is forgotten first.
      this.jobs.delete(line.jobId);
      this.jobs.set(line.jobId, { ...job, told: true });
      this.forget();
    }
  }

  held(target: string): HeldVersions {
    return this.targets.get(target) ?? { proved: 0, possible: [] };
  }

  result(jobId: string): JobResult | undefined {
    return this.jobs.get(jobId)?.result;
  }

  hasBegun(jobId: string): boolean {
    return this.jobs.get(jobId)?.begun !== undefined;
  }

  /** Found, and not told yet: oldest first. */
  untold(): readonly { readonly jobId: string; readonly about?: string; readonly result: JobResult }[] {
    return [...this.jobs].flatMap(([jobId, { result, about, told }]) =>
      result === undefined || told === true ? [] : [{ jobId, ...(about === undefined ? {} : { about }), result }],
    );
  }

  /** The fewest lines that come to the same. */
  lines(): readonly JournalEntry[] {
    const jobs = [...this.jobs].flatMap(([jobId, { begun, result, about, told }]): readonly JournalEntry[] => [
      ...(begun === undefined ? [] : [{ entry: 'begun' as const, jobId, ...begun }]),
      ...(result === undefined
        ? []
        : [{ entry: 'found' as const, jobId, ...(about === undefined ? {} : { about }), result }]),
      ...(told === true ? [{ entry: 'told' as const, jobId }] : []),
    ]);
    const targets = [...this.targets].map(([target, held]) => ({ entry: 'held' as const, target, held }));
    // Last, so that they overrule what the jobs before them come to.
    return [...jobs, ...targets];
  }

  /** One that was refused before it touched the account knows nothing of what another job may have left there. */
  private settle(target: string, { outcome, code, version }: JobResult, begun: Job['begun']): void {
    const { proved, possible } = this.held(target);
    if (outcome === 'confirmed') this.targets.set(target, { proved: version, possible: [] });
    const touched = begun?.target === target && begun.version === version && code !== 'STALE_VERSION';
    if (outcome !== 'not_changed' || !touched) return;
    this.targets.set(target, { proved, possible: possible.filter((each) => each !== version) });
  }

  private forget(): void {
    const told = [...this.jobs].flatMap(([jobId, job]) => (job.told === true ? [jobId] : []));
    for (const jobId of told.slice(0, -REMEMBERED)) this.jobs.delete(jobId);
  }
}
