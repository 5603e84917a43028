import type { DomainEvent } from './event';
import { Draft } from './draft';
import { entryOf } from './entry-of';

/** How each fact changes the state. One entry a wire name: a fact nobody wrote an entry for can't be decided upon. */
export type Evolve<S, E extends DomainEvent> = {
  readonly [T in E['type']]: (state: S, data: Extract<E, { type: T }>['data']) => S;
};

/** A state as JSON, and back. */
export interface StateCodec<S> {
  readonly write: (state: S) => object;
  /** What `write` made, once it was text and was read again. */
  readonly read: (stored: never) => S;
}

/**
 * What a kind of stream means to a decider: where it lies, how it starts, how it grows. State is never mutated. Without `E`
 * its facts are not named: whoever only loads it need not know them.
 */
export interface Fold<S, E extends DomainEvent = never> {
  /** The word before the first dash of the stream's name. */
  readonly category: string;
  readonly initial: S;
  readonly evolve: Evolve<S, E>;
  /**
   * The state without what it gives anybody a right to: what is left of it once a loss of revisions was settled. Absent: what
   * it is from the start.
   */
  readonly withoutRights?: (state: S) => S;
  /**
   * Another number whenever the same facts make another state: what was kept of a fold of another version is not used. Absent: 1.
   */
  readonly version?: number;
  /** How a state that is no plain JSON is written as such and read back. */
  readonly codec?: StateCodec<S>;
  /** What can't be read of it is passed over: it must be readable whatever else is not. */
  readonly neverFrozen?: true;
}

/** `identity-<id>`; a category without id is a stream of its own (`account`). */
export const streamName = (category: string, id?: string): string =>
  id === undefined ? category : `${category}-${id}`;

/** The state after some more facts. */
export const grow = <S, E extends DomainEvent>(fold: Fold<S, E>, state: S, events: readonly E[]): S => {
  const steps = fold.evolve as Readonly<Record<string, (state: S, data: object) => S>>;
  return new Draft().run(() =>
    events.reduce((grown, event) => {
      const step = entryOf(steps, event.type);
      if (step === undefined) {
        throw new Error(`${fold.category} has no step for ${event.type}`);
      }
      return step(grown, event.data);
    }, state),
  );
};
