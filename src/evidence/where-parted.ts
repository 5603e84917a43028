import type { EvidenceStore } from '../kernel/evidence-store';
import { continues, type Head } from './continues';
import type { LedgerTree } from './ledger-tree';

/** Size of the largest kept tree that this one still begins with; 0: not even of the first. Halves what is kept at each step. */
export const agreesUpTo = async (kept: EvidenceStore, tree: LedgerTree, present: Head): Promise<number> => {
  let [agrees, below] = [0, present.size + 1];
  while (agrees < below - 1) {
    const middle = Math.floor((agrees + below) / 2);
    const found = await kept.newest(tree.log, middle);
    if (found === undefined || found.size <= agrees) agrees = middle;
    else if (await continues(tree, found, present)) agrees = middle;
    else below = found.size;
  }
  const last = await kept.newest(tree.log, agrees);
  return last?.size ?? 0;
};
