import { factsOfBundle } from './facts-of-bundle';
import type { Rule } from './finding';
import type { Findings } from './findings';
import { HandedReport } from './handed-report';
import type { ToldReport } from './read-report';
import { RemadeReports } from './remade-reports';
import { reperform } from './reperform';
import type { Verification } from './verify-bundle';

/** In the wire names of facts that tell of damage. */
const TELLING_OF_DAMAGE = 'keyledger.stream-damage-';

interface Found {
  readonly findings: Findings;
  readonly notes: readonly string[];
}

/** What was verified, and what was found behind that. */
const together = (verified: Verification, { findings, notes }: Found): Verification => {
  const counts: Partial<Record<Rule, number>> = { ...verified.counts };
  for (const [rule, count] of Object.entries(findings.byRule) as [Rule, number][]) {
    counts[rule] = (counts[rule] ?? 0) + count;
  }
  return {
    ...verified,
    findings: [...verified.findings, ...findings.all],
    counts,
    notes: [...verified.notes, ...notes],
  };
};

/** What can not be judged by a bundle, and why; undefined: everything can be. */
const notJudged = ({ whole, log }: Verification): string | undefined => {
  if (!whole) {
    return 'some facts alone are shown: whether others are left out, whether disclosures were allowed, and reports can not be judged by them';
  }
  return log === 1
    ? undefined
    : `log ${log} begins amid history: whether disclosures were allowed, and reports can not be judged without the first log`;
};

/**
 * What was verified, with every disclosure judged and every report made again, those of the bundle and those that were handed over
 * alone, where all facts from the first one on are there. `onFact`: told each fact that was judged, by its leaf.
 */
export const reperformed = async (
  path: string,
  verified: Verification,
  told: readonly ToldReport[],
  onFact: (leaf: number) => void = () => undefined,
): Promise<Verification> => {
  const handed = told.map((each) => new HandedReport(each));
  const compareAll = async (before: Verification, facts: number | undefined): Promise<Verification> => {
    let all = before;
    for (const each of handed) all = together(all, await each.compare(facts));
    return all;
  };
  const unjudged = notJudged(verified);
  if (unjudged !== undefined) {
    return compareAll({ ...verified, notes: [...verified.notes, unjudged] }, undefined);
  }
  const reports = new RemadeReports();
  const facts = async function* () {
    for (const { fact, leaf } of factsOfBundle(path)) {
      await reports.take(fact, leaf);
      for (const each of handed) await each.take(fact, leaf);
      onFact(leaf);
      yield { fact, leaf };
    }
  };
  const damages = [...factsOfBundle(path, TELLING_OF_DAMAGE)].map(({ fact }) => fact);
  const { disclosures, findings, notes } = await reperform(facts(), damages);
  const judged = [`${disclosures} disclosures were judged again on what lay before them`, ...notes];
  const all = together(verified, { findings, notes: judged });
  return compareAll(together(all, await reports.compare(path)), verified.size);
};
