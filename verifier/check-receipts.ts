import type { Checkpoint } from '../wire/tlog/checkpoint';
import { verifyInclusion } from '../wire/tlog/verify-inclusion';
import type { Findings } from './findings';
import type { HeldReceipt } from './held-notes';

/** Receipts that are held against the leaves of the tree. Their checkpoints are judged with all others: one that is not believed proves nothing here. */
export const checkReceipts = (
  receipts: readonly HeldReceipt[],
  hashes: readonly (Buffer | undefined)[],
  headOf: (note: string) => Checkpoint | string,
  findings: Findings,
): void => {
  for (const { path, proof } of receipts) {
    const head = headOf(proof.checkpoint);
    if (typeof head === 'string') continue;
    const { index, hashes: way } = proof;
    const leaf = Number(index);
    const leafHash = hashes[leaf];
    if (leafHash === undefined) {
      findings.add({ rule: 'receipt', leaf, detail: `${path} proves a fact that is not in this bundle` });
    } else if (!verifyInclusion({ index, size: head.size, leafHash, root: head.root, proof: way })) {
      findings.add({ rule: 'receipt', leaf, detail: `${path} does not prove the fact at this leaf` });
    }
  }
};
