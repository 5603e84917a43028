import { parseFactLine } from '../wire/tlog/bundle-manifest';
import { leafHashOfFact } from '../wire/tlog/leaf-of-fact';
import { readFact } from './read-fact';

const RESTARTED = 'keyledger.evidence-restarted.v1';

/**
 * Which log a bundle is of, from 1 on, by the fact that its tree begins with: only a later one begins with a restart. Undefined where
 * that fact is not shown. What the manifest says proves nothing, and only of the first log is everything judged again.
 */
export const logByFacts = (lines: Iterable<string>, hashes: readonly (Buffer | undefined)[]): number | undefined => {
  for (const line of lines) {
    const { canonical = '', leaf } = parseFactLine(line) ?? {};
    const fact = readFact(canonical);
    if (leaf !== 0 || fact === undefined || hashes[0]?.equals(leafHashOfFact(canonical)) !== true) return undefined;
    return fact.type === RESTARTED ? Number(fact.data['log']) : 1;
  }
  return undefined;
};
