import type { DomainEvent } from './event';
import type { EventMetadata } from './event-metadata';

/** An event ready to be appended. Its id makes the append idempotent: the same id is never stored twice in a stream. */
export interface NewEvent extends DomainEvent {
  readonly id: string;
  readonly metadata: EventMetadata;
}
