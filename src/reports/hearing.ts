import type { DomainEvent } from '../kernel/event';
import { entryOf } from '../kernel/entry-of';
import type { Leaf } from './leaf';
import type { Derivation } from './report';
import type { ReportFact } from './report-fact';
import type { StateView } from './state-view';

/** The fact itself, its leaf, and what lay before it. */
export interface Heard {
  readonly fact: ReportFact;
  readonly leaf: Leaf;
  readonly view: StateView;
}

type Steps<E extends DomainEvent> = {
  readonly [T in E['type']]: (data: Extract<E, { type: T }>['data'], heard: Heard) => void | Promise<void>;
};

/** What a report does with facts of these types; it does not look at others. */
export const hearing = <E extends DomainEvent>(steps: Steps<E>): Derivation['take'] => {
  const byType = steps as Readonly<Record<string, (data: object, heard: Heard) => void | Promise<void>>>;
  return (fact, leaf, view) => entryOf(byType, fact.type)?.(fact.data, { fact, leaf, view });
};
