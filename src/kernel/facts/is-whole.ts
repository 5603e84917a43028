import type { EventStore } from '../event-store';
import { firstGap } from './first-gap';
import { readSettled } from './read-settled';

const PAGE = 1000;

/** Can everything that ever stood in a stream be read? For whoever must know it of one that is never frozen. */
export const isWhole = async (store: Pick<EventStore, 'scanStream'>, stream: string): Promise<boolean> => {
  const settled = await readSettled(store);
  if (settled.touches(stream) || (await firstGap(store, stream, settled)) !== undefined) return false;
  for (let from = 0; ;) {
    const { entries, more } = await store.scanStream(stream, from, PAGE);
    if (entries.some(({ fault }) => fault !== undefined)) return false;
    from = (entries.at(-1)?.revision ?? from) + 1;
    if (!more || entries.length === 0) return true;
  }
};
