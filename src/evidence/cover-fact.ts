import type { Coverage } from '../kernel/evidence';
import { nodesOf, type EvidenceParts, type EvidenceLogStatus } from './evidence-parts';
import { findLeaf } from './ledger-tree';

/** Between two tries where the first one did not get as far as the fact, ms. */
const AGAIN_MS = 20;

interface Parts extends Pick<EvidenceParts, 'readModels' | 'kept' | 'onError'> {
  readonly standing: () => Promise<Pick<EvidenceLogStatus, 'isStopped'>>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits until a checkpoint covers a fact, and has one signed for it. Bounded by a timer, not by the clock, which may be set
 * back, and not by the stores, which may hang.
 */
export const coverFact = async (
  parts: Parts,
  signNow: () => Promise<void>,
  eventId: string,
  ms: number,
): Promise<Coverage> => {
  const ended = new AbortController();
  const isCovered = async (): Promise<boolean> => {
    const leaf = await findLeaf(nodesOf(parts), eventId);
    return leaf !== undefined && ((await parts.kept.newest(leaf.log))?.size ?? 0) > leaf.index;
  };
  const look = async (): Promise<Coverage> => {
    while (!ended.signal.aborted) {
      await signNow();
      if (await isCovered()) return 'covered';
      if ((await parts.standing()).isStopped) return 'stopped';
      await pause(AGAIN_MS);
    }
    return 'late';
  };
  const late = new Promise<Coverage>((resolve) => ended.signal.addEventListener('abort', () => resolve('late')));
  const timer = setTimeout(() => ended.abort(), ms);
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    parts.onError(error);
    return 'late';
  } finally {
    clearTimeout(timer);
    ended.abort();
  }
};
