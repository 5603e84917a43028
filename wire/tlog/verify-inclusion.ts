import { HASH_BYTES, nodeHash } from './hash';

/** What is claimed: that the `index`-th leaf of a tree has this hash. */
export interface Inclusion {
  readonly index: bigint;
  readonly size: bigint;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Is the leaf in the tree? RFC 9162 section 2.1.3.2. */
export const verifyInclusion = ({ index, size, leafHash, root, proof }: Inclusion): boolean => {
  if (index < 0n || index >= size) return false;
  if ([leafHash, root, ...proof].some(({ length }) => length !== HASH_BYTES)) return false;
  let [fn, sn] = [index, size - 1n];
  let hash: Buffer = Buffer.from(leafHash);
  for (const step of proof) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      hash = nodeHash(step, hash);
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn / 2n, sn / 2n];
    } else {
      hash = nodeHash(hash, step);
    }
    [fn, sn] = [fn / 2n, sn / 2n];
  }
  return sn === 0n && hash.equals(root);
};
