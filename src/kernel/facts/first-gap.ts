import type { EventStore } from '../event-store';
import { ALL, type Settled } from './settled';

const PAGE = 1000;

/** The first revision that a stream lacks and nobody settled; undefined when it lacks none. */
export const firstGap = async (
  store: Pick<EventStore, 'scanStream'>,
  stream: string,
  settled: Settled,
): Promise<number | undefined> => {
  const losses = settled.lossesOf(stream);
  for (let next = 0; ;) {
    const { entries, more, gone } = await store.scanStream(stream, next, PAGE);
    if (gone !== undefined) return losses.length === 0 ? 0 : undefined;
    for (const { revision } of entries) {
      const isSettled = losses.some((upTo) => upTo >= revision - 1 || (upTo === ALL && next === 0));
      if (revision > next && !isSettled) return Math.max(next, ...losses.map((upTo) => upTo + 1));
      next = revision + 1;
    }
    if (!more) return undefined;
  }
};
