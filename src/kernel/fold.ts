import type { DomainEvent } from './event';
import { entryOf } from './entry-of';
import { UnknownEventType } from './unknown-event-type';

/** How each fact changes the state. One entry a wire name: a fact nobody wrote an entry for can't be decided upon. */
export type Evolve<S, E extends DomainEvent> = {
  readonly [T in E['type']]: (state: S, data: Extract<E, { type: T }>['data']) => S;
};

/**
 * What a kind of stream means to a decider: where it lies, how it starts, how it grows. State is never mutated. Without `E`
 * its facts are not named: whoever only loads it need not know them.
 */
export interface Fold<S, E extends DomainEvent = never> {
  /** The word before the first dash of the stream's name. */
  readonly category: string;
  readonly initial: S;
  readonly evolve: Evolve<S, E>;
}

/** `identity-<id>`; a category without id is a stream of its own (`account`). */
export const streamName = (category: string, id?: string): string =>
  id === undefined ? category : `${category}-${id}`;

/** The state after some more facts. */
export const grow = <S, E extends DomainEvent>(fold: Fold<S, E>, state: S, events: readonly E[]): S =>
  events.reduce((grown, event) => {
    const steps = fold.evolve as Readonly<Record<string, (state: S, data: object) => S>>;
    const step = entryOf(steps, event.type);
    if (step === undefined) {
      throw new UnknownEventType(fold.category, event.type);
    }
    return step(grown, event.data);
  }, state);
