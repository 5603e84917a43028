import type { EventStore } from '../../kernel/event-store';

const PAGE = 1000;

/** Reads what was settled before anything else is read: it is passed over wherever it lies. The store learns it by reading. */
export const learnSettled = async (store: Pick<EventStore, 'scanStream'>): Promise<void> => {
  for (let from = 0; ;) {
    const { entries, more } = await store.scanStream('damage', from, PAGE);
    from = (entries.at(-1)?.revision ?? from) + 1;
    if (!more || entries.length === 0) return;
  }
};
