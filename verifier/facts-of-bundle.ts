import { parseFactLine } from '../wire/tlog/bundle-manifest';
import type { ReadFact } from './facts-of-streams';
import { readBundle } from './read-bundle';

/** A fact and its leaf. `again`: reads it once more, so that nobody has to keep it. */
export interface FactOfLog {
  readonly fact: ReadFact;
  readonly leaf: number;
  readonly again?: () => ReadFact;
}

const factIn = (line: string): Pick<FactOfLog, 'fact' | 'leaf'> | undefined => {
  const parsed = parseFactLine(line);
  return parsed && { fact: JSON.parse(parsed.canonical) as ReadFact, leaf: parsed.leaf };
};

/**
 * The facts of a bundle in the order of the log, while it lasts; whether each is canonical and can be read at all was told by
 * verifying it: one that can't is passed over. Throws UnreadableBundle.
 */
export function* factsOfBundle(path: string): Generator<FactOfLog> {
  const bundle = readBundle(path);
  try {
    for (const { line, at, length } of bundle.factLines()) {
      let found: Pick<FactOfLog, 'fact' | 'leaf'> | undefined;
      try {
        found = factIn(line);
      } catch {
        continue;
      }
      const again = () => (factIn(bundle.lineAt({ at, length })) as FactOfLog).fact;
      if (found !== undefined) yield { ...found, again };
    }
  } finally {
    bundle.close();
  }
}
