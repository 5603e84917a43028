import { canonicalJson } from '../src/kernel/facts/canonical-json';
import type { ReadFact } from './facts-of-streams';

/** A fact from its canonical text; undefined for any other text. */
export const readFact = (canonical: string): ReadFact | undefined => {
  try {
    const fact = JSON.parse(canonical) as ReadFact;
    return canonicalJson(fact) === canonical ? fact : undefined;
  } catch {
    return undefined;
  }
};
