import type { ModelSchema } from './read-model';
import type { RecordedEvent } from './recorded-event';

/** How a read model follows from facts: pure, one event at a time. */
export interface Projector<D> {
  readonly schema: ModelSchema;
  /** Wire names it wants; default all of them. */
  readonly types?: readonly string[];
  /** Ids of the documents an event changes. */
  ids(event: RecordedEvent): readonly string[];
  /** A document after an event; undefined deletes it. Returning the same object means: nothing changed. */
  next(document: D | undefined, event: RecordedEvent, id: string): D | undefined;
}
