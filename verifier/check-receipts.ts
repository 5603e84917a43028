import type { Checkpoint } from '../wire/tlog/checkpoint';
import { verifyInclusion } from '../wire/tlog/verify-inclusion';
import type { Findings } from './findings';
import type { HeldReceipt } from './held-notes';

/** Where a fact that a receipt is of stands in its stream. */
export interface FactPlace {
  readonly stream: string;
  readonly revision: number;
}

/** The leaf that a receipt proves. */
export const leafOf = ({ proof }: HeldReceipt): number => Number(proof.index);

/**
 * Receipts that are held against the leaves of the tree. Their checkpoints are judged with all others: one that is not believed
 * proves nothing here. `shown`: by leaf, the facts that the bundle shows there.
 */
export const checkReceipts = (
  receipts: readonly HeldReceipt[],
  hashes: readonly (Buffer | undefined)[],
  headOf: (note: string) => Checkpoint | string,
  shown: ReadonlyMap<number, FactPlace>,
  findings: Findings,
): void => {
  for (const receipt of receipts) {
    const { path, proof } = receipt;
    const head = headOf(proof.checkpoint);
    if (typeof head === 'string') continue;
    const { index, hashes: way } = proof;
    const leaf = leafOf(receipt);
    const leafHash = hashes[leaf];
    if (leafHash === undefined) {
      findings.add({ rule: 'receipt', leaf, detail: `${path} proves a fact that is not in this bundle` });
    } else if (!verifyInclusion({ index, size: head.size, leafHash, root: head.root, proof: way })) {
      const detail = `${path} does not prove the fact at this leaf`;
      findings.add({ rule: 'receipt', leaf, ...shown.get(leaf), detail });
    }
  }
};
