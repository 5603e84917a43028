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
  const gapFrom = (from: number, to: number): number | undefined =>
    from > to || losses.some((upTo) => upTo >= to || (upTo === ALL && from === 0))
      ? undefined
      : Math.max(from, ...losses.map((upTo) => upTo + 1));
  for (let next = 0; ;) {
    const { entries, more, gone, reached = -1 } = await store.scanStream(stream, next, PAGE);
    if (gone !== undefined) return losses.length === 0 ? 0 : undefined;
    for (const { revision } of entries) {
      const gap = gapFrom(next, revision - 1);
      if (gap !== undefined) return gap;
      next = revision + 1;
    }
    if (!more) return gapFrom(next, reached);
  }
};
