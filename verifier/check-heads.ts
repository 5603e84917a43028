import type { Checkpoint } from '../wire/tlog/checkpoint';
import { CompactRange } from '../wire/tlog/compact-range';
import type { Findings } from './findings';

/** Checkpoints whose roots must be those of this tree at their sizes; in the order of their sizes. */
export const checkHeads = (
  heads: readonly { readonly head: Checkpoint; readonly what: string }[],
  hashes: readonly (Buffer | undefined)[],
  findings: Findings,
): void => {
  const range = new CompactRange();
  let agrees = 0;
  let isParted = false;
  for (const { head, what } of heads.toSorted((a, b) => Number(a.head.size - b.head.size))) {
    const size = Number(head.size);
    if (size > hashes.length) {
      findings.add({
        rule: 'cut',
        leaf: hashes.length,
        detail: `${what} is of ${size} facts; this bundle ends after ${hashes.length}`,
      });
      continue;
    }
    while (range.size < size) range.append(hashes[range.size] ?? Buffer.alloc(32));
    if (range.root().equals(head.root)) {
      agrees = size;
    } else if (!isParted) {
      isParted = true;
      findings.add({
        rule: 'root',
        leaf: agrees,
        detail: `${what}, of ${size} facts, has another root: history parts between leaf ${agrees} and leaf ${size - 1}`,
      });
    }
  }
};
