import { canonicalFact } from '../kernel/facts/canonical-fact';
import type { RecordedEvent } from '../kernel/recorded-event';
import { leafHashOfFact } from '../../wire/tlog/leaf-of-fact';
import { treeOf, type EvidenceParts } from './evidence-parts';

const PAGE = 200;
/** After each page, while people wait for answers: some 2,500 facts a second are left, so that it comes to its end. */
const REST_MS = 40;

/** A leaf whose fact is another now, or gone. */
export interface WrongLeaf {
  readonly index: number;
  /** For people. */
  readonly what: string;
}

export const leafHashOf = (event: RecordedEvent): string => leafHashOfFact(canonicalFact(event)).toString('base64');

/**
 * Hashes every fact of the log again and compares it with its leaf: a fact that was rewritten where it lies changes no tree
 * that stands. Answers the first leaf that is wrong. Gives way to who waits for an answer, and goes on however many do. Ends when
 * it is told to. Throws what the stores throw.
 */
export const checkLeaves = async (
  parts: Pick<EvidenceParts, 'store' | 'readModels' | 'giveWay'>,
  log: number,
  size: number,
  signal: AbortSignal,
): Promise<WrongLeaf | undefined> => {
  const tree = treeOf(parts, log);
  let [index, position] = [0, await tree.positionBefore(0)];
  while (index < size && !signal.aborted) {
    const leaves = await tree.leaves(index, Math.min(PAGE, size - index));
    const events = await parts.store.readAll({ from: position, limit: leaves.length });
    for (const [at, leaf] of leaves.entries()) {
      const event = events[at];
      if (event?.id !== leaf.eventId || event.position !== leaf.position) {
        return { index: leaf.index, what: `the fact ${leaf.eventId} is gone, or can not be read` };
      }
      if (leafHashOf(event) !== leaf.hash) {
        return { index: leaf.index, what: `${event.stream} says something else at revision ${event.revision}` };
      }
    }
    const last = leaves.at(-1);
    if (last === undefined) return undefined;
    [index, position] = [last.index + 1, last.position];
    // A long log must not keep requests from being served.
    await new Promise(setImmediate);
    await parts.giveWay(REST_MS);
  }
  return undefined;
};
