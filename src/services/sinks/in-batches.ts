import type { SinkFact } from '../../kernel/sinks';

/** Most items, and about how many bytes, that are sent at once. */
const MOST_ITEMS = 100;
const MOST_BYTES = 512 * 1024;
/** What stands around a fact in the longest of the forms. */
const AROUND_BYTES = 2048;

const weightOf = ({ canonical }: SinkFact): number => canonical.length + AROUND_BYTES;

/** Facts in pieces that a receiver takes at once; one that is heavier than a piece goes alone. */
export const inBatches = (facts: readonly SinkFact[]): readonly (readonly SinkFact[])[] => {
  const batches: SinkFact[][] = [];
  let weight = 0;
  for (const fact of facts) {
    const batch = batches.at(-1);
    if (batch === undefined || batch.length >= MOST_ITEMS || weight + weightOf(fact) > MOST_BYTES) {
      batches.push([fact]);
      weight = weightOf(fact);
    } else {
      batch.push(fact);
      weight += weightOf(fact);
    }
  }
  return batches;
};
