import type { DomainEvent } from '../../src/kernel/event';
import type { DeadlineDocument } from './document';

/** How one kind of deadline follows from facts. */
export interface Agenda<E extends DomainEvent> {
  readonly types: readonly E['type'][];
  readonly id: (fact: E) => string;
  /** The deadline after a fact, undefined when there is none any more. `at`: the fact's time; `stream`: where it stands. */
  readonly next: (
    document: DeadlineDocument | undefined,
    fact: E,
    id: string,
    at: string,
    stream: string,
  ) => DeadlineDocument | undefined;
}
