import { nodesOf, type EvidenceParts } from './evidence-parts';
import { findLeaf, type LedgerLeaf } from './ledger-tree';

/** Between two looks, ms. */
const AGAIN_MS = 20;

/** The leaf of a fact, once the tree holds it; undefined where it does not come to that in so many ms. Throws what reading throws. */
export const leafWithin = async (
  parts: Pick<EvidenceParts, 'readModels'>,
  eventId: string,
  ms: number,
): Promise<LedgerLeaf | undefined> => {
  const end = performance.now() + ms;
  for (;;) {
    const leaf = await findLeaf(nodesOf(parts), eventId);
    if (leaf !== undefined || performance.now() >= end) return leaf;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
};
