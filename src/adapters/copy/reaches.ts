import type { EventStore } from '../../kernel/event-store';
import type { Settled } from '../../kernel/facts/settled';

const PAGE = 1000;

/** By stream, the last revision it ever had: none up to there is given again, though nothing may be left of it. */
export type Reaches = ReadonlyMap<string, number>;

const endOf = async (store: Pick<EventStore, 'scanStream'>, stream: string): Promise<number> => {
  let last = -1;
  for (;;) {
    const { entries, more, reached = -1 } = await store.scanStream(stream, last + 1, PAGE);
    last = Math.max(last, reached, entries.at(-1)?.revision ?? -1);
    if (!more || entries.length === 0) return last;
  }
};

/**
 * How far streams had come that lost revisions, and settled: a copy of their events alone would begin before the end of the
 * loss, so that what no longer stands would stand again, and what is appended next would be taken for lost.
 */
export const reachesOf = async (store: Pick<EventStore, 'scanStream'>, settled: Settled): Promise<Reaches> => {
  const reaches = new Map<string, number>();
  for (const [stream, lostUpTo] of settled.losses()) {
    reaches.set(stream, Math.max(lostUpTo, await endOf(store, stream)));
  }
  return reaches;
};
