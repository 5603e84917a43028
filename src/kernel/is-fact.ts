import type { DomainEvent } from './event';
import type { Recorded } from './projector';
import type { RecordedEvent } from './recorded-event';

/** Tells facts of one kind from others by their wire name: stores hand out nothing else under it. */
export const isFact =
  <E extends DomainEvent>(type: E['type']) =>
  (event: RecordedEvent): event is RecordedEvent & Recorded<E> =>
    event.type === type;
