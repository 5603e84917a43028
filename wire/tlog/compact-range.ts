import { EMPTY_ROOT, nodeHash } from './hash';

/** A tree's leaves from the first one on, kept as the roots of its perfect subtrees: as many as its size has bits set. */
export class CompactRange {
  /** Largest first. */
  private readonly roots: Buffer[];

  constructor(
    private leaves = 0,
    roots: readonly Buffer[] = [],
  ) {
    this.roots = [...roots];
  }

  get size(): number {
    return this.leaves;
  }

  /** Takes the hash of the next leaf. */
  append(hash: Buffer): void {
    let root = hash;
    for (let full = this.leaves; full % 2 === 1; full = Math.floor(full / 2)) {
      root = nodeHash(this.roots.pop() as Buffer, root);
    }
    this.roots.push(root);
    this.leaves += 1;
  }

  /** Root of the whole tree (RFC 6962 section 2.1). */
  root(): Buffer {
    const last = this.roots.at(-1);
    return last === undefined
      ? EMPTY_ROOT
      : this.roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }
}
