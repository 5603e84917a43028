import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hash';

/** What is claimed: that the new tree begins with all leaves of the old one, in their order. */
export interface ConsistencyProof {
  readonly oldSize: bigint;
  readonly newSize: bigint;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Is the old tree a beginning of the new one? RFC 9162 section 2.1.4.2. An empty old tree is one of an empty new one only. */
export const verifyConsistency = ({ oldSize, newSize, oldRoot, newRoot, proof }: ConsistencyProof): boolean => {
  if (oldSize < 0n || newSize < oldSize) return false;
  if (oldSize === newSize) {
    return proof.length === 0 && isSame(oldRoot, newRoot) && (oldSize > 0n || isSame(oldRoot, EMPTY_ROOT));
  }
  if (oldSize === 0n || proof.length === 0) return false;
  if ([oldRoot, newRoot, ...proof].some(({ length }) => length !== HASH_BYTES)) return false;
  // A perfect old tree is a subtree of the new one: its root is where the proof begins.
  const isPerfect = (oldSize & (oldSize - 1n)) === 0n;
  const [seed, ...steps] = isPerfect ? [oldRoot, ...proof] : proof;
  let [fn, sn] = [oldSize - 1n, newSize - 1n];
  while (fn % 2n === 1n) [fn, sn] = [fn / 2n, sn / 2n];
  let before: Buffer = Buffer.from(seed as Uint8Array);
  let after = before;
  for (const step of steps) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      before = nodeHash(step, before);
      after = nodeHash(step, after);
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn / 2n, sn / 2n];
    } else {
      after = nodeHash(after, step);
    }
    [fn, sn] = [fn / 2n, sn / 2n];
  }
  return sn === 0n && before.equals(oldRoot) && after.equals(newRoot);
};
