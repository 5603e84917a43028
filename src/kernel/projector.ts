import { entryOf } from './entry-of';
import type { DomainEvent } from './event';
import type { Condition, ModelSchema, Versioned } from './read-model';
import type { BuildTable } from './read-store';
import type { RecordedEvent } from './recorded-event';

/** What becomes of documents when it is settled that the stream they come from lost revisions. */
export interface SettledLossRule<D> {
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
  /**
   * In the place of `ids` and `next`, where a document follows from its fact's place among all facts: what these facts, which
   * are the next ones, add to the documents there are. Some of it may be there already; repeated, it gives the same.
   */
  inOrder?(
    events: readonly RecordedEvent[],
    table: Pick<BuildTable<D>, 'load' | 'find'>,
  ): Promise<readonly Versioned<D>[]>;
  /**
   * The streams in which every fact of some documents lies, by the value of a field that tells them (`id`, mostly): so far
   * these can be told from the log while the model is being filled. Absent: by no field.
   */
  readonly streams?: Readonly<Record<string, (value: string) => readonly string[]>>;
  /** Rights that a damaged stream gave do not stand after settling, and are not listed. */
  readonly losses?: readonly SettledLossRule<D>[];
  /**
   * It keeps what it knew of events that the log has no more, as history does, until it is rebuilt by hand; any other read
   * model is rebuilt once damage of its streams is settled, so that it lists what the log says.
   */
  readonly keepsWhatIsLost?: true;
}

/** What is decided in the stream of an identity carries that one's id before the first dot of its own: sessions, jobs, requests. */
export const streamOfIdentityIn = (id: string): readonly string[] => [`identity-${id.split('.', 1)[0] ?? ''}`];

/** A fact as the log holds it, of a kind that is known. */
export type Recorded<E extends DomainEvent> = E extends DomainEvent ? Omit<RecordedEvent, 'type' | 'data'> & E : never;

/** What each fact makes of a document: one entry a wire name, and none is wanted that has no entry. */
export type Steps<D, E extends DomainEvent> = {
  readonly [T in E['type']]: (
    document: D | undefined,
    fact: Recorded<Extract<E, { type: T }>>,
    id: string,
  ) => D | undefined;
};

/** How documents follow from facts of the kinds `E`, whatever read model they belong to. */
export type Following<D> = Required<Pick<Projector<D>, 'types' | 'ids' | 'next'>>;

/** `ids` and `next` may rely on what a fact of its kind says: stores hand out nothing else. */
export const following = <D, E extends DomainEvent>(
  ids: (fact: Recorded<E>) => readonly string[],
  steps: Steps<D, E>,
): Following<D> => {
  // The one place where what was read by its name is taken for what has that name.
  const known = steps as Readonly<Record<string, (document: D | undefined, fact: never, id: string) => D | undefined>>;
  return {
    types: Object.keys(steps),
    ids: (event) => ids(event as RecordedEvent & Recorded<E>),
    next: (document, event, id) => {
      const step = entryOf(known, event.type);
      return step === undefined ? document : step(document, event as never, id);
    },
  };
};
