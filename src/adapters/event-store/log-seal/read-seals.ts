import type { EventStore } from '../../../kernel/event-store';
import { LOG_SEALED, LOG_SEAL_STREAM, type LogSeal } from '../../../kernel/facts/log-seal';

const PAGE = 100;

export interface ReadSeals {
  /** Those that prove themselves, the last one the one that counts. */
  readonly seals: readonly LogSeal[];
  /** The last revision of their stream, whatever lies there. */
  readonly last: number;
}

export const readSeals = async (store: Pick<EventStore, 'scanStream'>): Promise<ReadSeals> => {
  const seals: LogSeal[] = [];
  for (let last = -1; ;) {
    const { entries, more, reached } = await store.scanStream(LOG_SEAL_STREAM, last + 1, PAGE);
    for (const { event } of entries) {
      if (event?.type === LOG_SEALED) seals.push(event.data as unknown as LogSeal);
    }
    last = entries.at(-1)?.revision ?? last;
    if (!more) return { seals, last: Math.max(last, reached ?? -1) };
  }
};
