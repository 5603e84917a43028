import { createHash } from 'node:crypto';

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** Root of the tree that has no leaf (RFC 6962 section 2.1). */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();

/** Hash of a leaf: a leaf can never be taken for a node, whatever it holds. */
export const leafHash = (leaf: Uint8Array | string): Buffer => createHash('sha256').update(LEAF).update(leaf).digest();

/** Hash of two neighbouring subtrees. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest();
