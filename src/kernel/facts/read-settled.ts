import type { EventStore } from '../event-store';
import { Settled } from './settled';

const PAGE = 1000;

/** What was settled, as the log says it now. */
export const readSettled = async (store: Pick<EventStore, 'scanStream'>): Promise<Settled> => {
  const settled = new Settled();
  for (let from = 0; ;) {
    const { entries, more } = await store.scanStream('damage', from, PAGE);
    entries.forEach(({ event }) => event !== undefined && settled.learn(event));
    from = (entries.at(-1)?.revision ?? from) + 1;
    if (!more || entries.length === 0) return settled;
  }
};
