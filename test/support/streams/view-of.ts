import { createHash } from 'node:crypto';
import type { Digest } from '../../../src/kernel/digest';
import type { DomainEvent } from '../../../src/kernel/event';
import type { NewEvent } from '../../../src/kernel/new-event';
import { grow, streamName, type Fold } from '../../../src/kernel/fold';
import type { View } from '../../../src/kernel/stream-reader';

/** Streams by name, as a specification states them. */
export type Streams = Readonly<Record<string, readonly DomainEvent[]>>;

export const digest: Digest = {
  of: (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32),
};

/** A view of streams that hold just these facts; those that were appended have a time. */
export const viewOf = (streams: Streams, time = '2026-06-01T00:00:00.000Z'): View => ({
  at: '',
  time,
  digest,
  load: async <S>(fold: Fold<S>, id?: string) => {
    const stream = streamName(fold.category, id);
    const events = streams[stream] ?? [];
    const last = events.length - 1;
    const state = grow(fold as Fold<S, DomainEvent>, fold.initial, events);
    const time = (events[last] as Partial<NewEvent> | undefined)?.metadata?.time;
    return {
      stream,
      state,
      revision: last,
      lastFact: last,
      facts: events.length,
      ...(time === undefined ? {} : { time }),
    };
  },
});
