import type { LeafFact, LogExtent } from '../kernel/evidence';
import { TILE_WIDTH } from '../../wire/tlog/tile-path';
import { factsOfLeaves } from './facts-of-leaves';
import { treeOf, type EvidenceParts } from './evidence-parts';

/** Leaves read at once. */
const PAGE = 2 * TILE_WIDTH;

/**
 * Every fact of the log up to a size of one of its trees, with its leaf; of logs of evidence before that one, all. Needs the memory of
 * one page. A fact that the log lacks is passed over: its leaf is missing in what is told.
 */
export async function* factsOfLog(
  parts: Pick<EvidenceParts, 'store' | 'readModels'>,
  extent: Pick<LogExtent, 'log' | 'size'>,
): AsyncGenerator<readonly LeafFact[]> {
  for (let log = 1; log <= extent.log; log += 1) {
    const tree = treeOf(parts, log);
    const end = log === extent.log ? extent.size : Number.POSITIVE_INFINITY;
    for (let first = 0; first < end; first += PAGE) {
      const leaves = await tree.leaves(first, Math.min(PAGE, end - first));
      if (leaves.length === 0) break;
      const events = await parts.store.readAll({ from: await tree.positionBefore(first), limit: leaves.length });
      const facts = factsOfLeaves(leaves, events);
      yield leaves.flatMap(({ index }, at) => {
        const fact = facts[at];
        return fact === undefined ? [] : [{ log, index, fact }];
      });
      // A long log must not keep requests from being served.
      await new Promise(setImmediate);
    }
  }
}
