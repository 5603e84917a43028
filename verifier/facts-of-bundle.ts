import { parseFactLine } from '../wire/tlog/bundle-manifest';
import type { ReadFact } from './facts-of-streams';
import { readBundle } from './read-bundle';
import { readFact } from './read-fact';

/** The facts of a bundle in the order of the log; of what can't be read as one, verifying tells. Throws UnreadableBundle. */
export function* factsOfBundle(path: string): Generator<{ readonly fact: ReadFact; readonly leaf: number }> {
  const bundle = readBundle(path);
  try {
    for (const line of bundle.factLines()) {
      const parsed = parseFactLine(line);
      const fact = parsed && readFact(parsed.canonical);
      if (parsed !== undefined && fact !== undefined) yield { fact, leaf: parsed.leaf };
    }
  } finally {
    bundle.close();
  }
}
