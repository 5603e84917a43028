import { nodeHash } from './hash';
import { perfectNodes, type PerfectNode, type Subtree } from './subtree';

/** Hash of a perfect subtree, from wherever tiles are kept. */
export type NodeReader = (node: PerfectNode) => Promise<Buffer>;

/** Merkle tree hash of a subtree of a proof. Throws what reading throws. */
export const hashSubtree = async (subtree: Subtree, read: NodeReader): Promise<Buffer> => {
  const hashes = await Promise.all(perfectNodes(subtree).map(read));
  return hashes.reduceRight((right, left) => nodeHash(left, right));
};
