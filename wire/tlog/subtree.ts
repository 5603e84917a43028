/** A stretch of leaves whose Merkle tree hash a proof names: from `start`, inclusive, to `end`, exclusive. */
export interface Subtree {
  readonly start: number;
  readonly end: number;
}

/** A perfect subtree: `2^level` leaves, the `index`-th of that level. */
export interface PerfectNode {
  readonly level: number;
  readonly index: number;
}

/** The largest power of two below `n`, where a tree of `n` leaves is split (RFC 6962 section 2.1). */
export const splitOf = (n: number): number => {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
};

/** The perfect subtrees that a subtree of a proof is made of, from left to right. */
export const perfectNodes = ({ start, end }: Subtree): readonly PerfectNode[] => {
  const nodes: PerfectNode[] = [];
  for (let from = start; from < end;) {
    let [level, width] = [0, 1];
    while (from % (width * 2) === 0 && from + width * 2 <= end) {
      level += 1;
      width *= 2;
    }
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
};
