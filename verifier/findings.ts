import type { Finding, Rule } from './finding';

/** Of each rule: whoever shifts all leaves by one must not fill a report with the same thing. */
const MOST_OF_A_RULE = 20;

/** What was found, bounded. */
export class Findings {
  readonly all: Finding[] = [];
  private readonly counts = new Map<Rule, number>();

  add(finding: Finding): void {
    const count = (this.counts.get(finding.rule) ?? 0) + 1;
    this.counts.set(finding.rule, count);
    if (count <= MOST_OF_A_RULE) this.all.push(finding);
  }

  /** How many of each rule, also of those that are not listed. */
  get byRule(): Readonly<Partial<Record<Rule, number>>> {
    return Object.fromEntries(this.counts);
  }
}
