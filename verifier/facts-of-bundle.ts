import { parseFactLine } from '../wire/tlog/bundle-manifest';
import type { ReadFact } from './facts-of-streams';
import { readBundle } from './read-bundle';
import { isFact } from './read-fact';

/** A fact and its leaf. */
export interface FactOfLog {
  readonly fact: ReadFact;
  readonly leaf: number;
}

/**
 * The facts of a bundle in the order of the log, all or those with this word in them; whether each is canonical and can be read at all
 * was told by verifying it: one that can't is passed over. Throws UnreadableBundle.
 */
export function* factsOfBundle(path: string, containing?: string): Generator<FactOfLog> {
  const bundle = readBundle(path);
  try {
    for (const line of bundle.factLines(containing)) {
      try {
        const parsed = parseFactLine(line);
        if (parsed === undefined) continue;
        const fact: unknown = JSON.parse(parsed.canonical);
        if (isFact(fact)) yield { fact, leaf: parsed.leaf };
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
  } finally {
    bundle.close();
  }
}
