import type { DomainEvent } from '../kernel/event';
import { entryOf } from '../kernel/entry-of';
import type { Leaf } from './leaf';
import type { ReportDerivation } from './report';
import type { ReportFact } from './report-fact';
import type { StateView } from './state-view';

/** The fact itself, its leaf, and what lay before it. */
export interface FactWithView {
  readonly fact: ReportFact;
  readonly leaf: Leaf;
  readonly view: StateView;
}

type Steps<E extends DomainEvent> = {
  readonly [T in E['type']]: (data: Extract<E, { type: T }>['data'], at: FactWithView) => void | Promise<void>;
};

/** What a report does with facts of these types; it does not look at others. */
export const onFacts = <E extends DomainEvent>(steps: Steps<E>): ReportDerivation['take'] => {
  const byType = steps as Readonly<Record<string, (data: object, at: FactWithView) => void | Promise<void>>>;
  return (fact, leaf, view) => entryOf(byType, fact.type)?.(fact.data, { fact, leaf, view });
};
