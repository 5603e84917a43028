import { parseFactLine } from '../wire/tlog/bundle-manifest';
import { leafHashOfFact } from '../wire/tlog/leaf-of-fact';
import { FactsOfStreams, type ReadFact } from './facts-of-streams';
import type { Findings } from './findings';
import type { ReadBundle } from './read-bundle';
import { readFact } from './read-fact';

/**
 * Whether each fact of a bundle is the one that was hashed, none is missing of a whole one, and each stream's are in order.
 * `times`: told each fact, in the order of the leaves. Answers how many there are, and the time that the newest says.
 */
export const checkFacts = (
  bundle: ReadBundle,
  hashes: readonly (Buffer | undefined)[],
  findings: Findings,
  times: { take(fact: ReadFact, leaf: number): void },
): { readonly facts: number; readonly newest?: string; readonly notes: readonly string[] } => {
  const { manifest } = bundle;
  const streams = new FactsOfStreams(findings, manifest.whole ? (manifest.log === 1 ? 'all' : 'later') : 'some');
  let [facts, next, newest] = [0, 0, ''];
  const skip = (to: number) => {
    for (; manifest.whole && next < to; next += 1) {
      findings.add({ rule: 'missing', leaf: next, detail: `the fact of leaf ${next} is not in the bundle` });
    }
    next = Math.max(next, to);
  };
  for (const line of bundle.factLines()) {
    const parsed = parseFactLine(line);
    const fact = parsed && readFact(parsed.canonical);
    if (parsed === undefined || fact === undefined) {
      findings.add({ rule: 'canonical', leaf: next, detail: 'a line is no fact in canonical form' });
      continue;
    }
    const { canonical, leaf } = parsed;
    const { stream, revision } = fact;
    if (leaf < next) {
      findings.add({ rule: 'order', leaf, stream, revision, detail: `leaf ${leaf} comes again or too late` });
    }
    skip(leaf);
    next = leaf + 1;
    facts += 1;
    if (fact.metadata.time > newest) newest = fact.metadata.time;
    if (hashes[leaf]?.equals(leafHashOfFact(canonical)) !== true) {
      findings.add({
        rule: 'altered',
        leaf,
        stream,
        revision,
        detail: `the fact is not the one that was hashed into the tree`,
      });
    }
    streams.take(fact, leaf);
    times.take(fact, leaf);
  }
  skip(manifest.size);
  return { facts, ...(newest === '' ? {} : { newest }), notes: streams.finish() };
};
