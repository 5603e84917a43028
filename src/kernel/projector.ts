import type { Condition, ModelSchema } from './read-model';
import type { RecordedEvent } from './recorded-event';

/** What becomes of documents when it is settled that the stream they come from lost revisions. */
export interface Loss<D> {
  /** Of the stream. */
  readonly category: string;
  /** Which documents rest on the stream with this id (`''`: there is one such stream). */
  where(id: string): readonly Condition[];
  /** What is left of one, undefined when nothing: what deciders go by from then on. The same object: nothing was taken. */
  left(document: D, settledAt: string, id: string): D | undefined;
}

/** How a read model follows from facts: pure, one event at a time. */
export interface Projector<D> {
  readonly schema: ModelSchema;
  /** Wire names it wants; default all of them. */
  readonly types?: readonly string[];
  /** Ids of the documents an event changes. */
  ids(event: RecordedEvent): readonly string[];
  /** A document after an event; undefined deletes it. Returning the same object means: nothing changed. */
  next(document: D | undefined, event: RecordedEvent, id: string): D | undefined;
  /** Rights that a damaged stream gave do not stand after settling, and are not listed. */
  readonly losses?: readonly Loss<D>[];
  /**
   * It keeps what it knew of events that the log has no more, as history does, until it is rebuilt by hand; any other read
   * model is rebuilt once damage of its streams is settled, so that it lists what the log says.
   */
  readonly keepsWhatIsLost?: true;
}
