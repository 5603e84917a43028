import type { SignedMark } from '../kernel/evidence-key';
import { verifyConsistency } from '../../wire/tlog/verify-consistency';
import type { LedgerTree } from './ledger-tree';

/** A tree, by what is known of it. */
export type Head = Pick<SignedMark, 'size' | 'root'>;

/** Does a tree begin with all that another one has? Proved as to any outsider. */
export const continues = async (tree: LedgerTree, old: Head, present: Head): Promise<boolean> => {
  if (old.size === 0) return true;
  if (old.size > present.size) return false;
  return verifyConsistency({
    oldSize: BigInt(old.size),
    newSize: BigInt(present.size),
    oldRoot: Buffer.from(old.root, 'base64'),
    newRoot: Buffer.from(present.root, 'base64'),
    proof: await tree.consistency(old.size, present.size),
  });
};
