import type { DomainEvent } from '../../src/kernel/event';
import { grow, type Fold } from '../../src/kernel/fold';
import { isRefusal, type Refusal } from '../../src/kernel/refusal';
import { undeclaredFields } from './undeclared-fields';

/** A fact as a specification states it: what it doesn't mention may be anything. */
export interface ExpectedFact<E extends DomainEvent> {
  readonly type: E['type'];
  readonly data?: object;
}

const problemOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return `${value}`;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return `the number ${value}`;
  if (typeof value !== 'object') return undefined;
  return Object.values(value).map(problemOf).find(Boolean);
};

/** Facts stay for ever: what their types declare, of whole numbers, text, lists and objects, the same after a trip through JSON. */
export const expectPlain = (events: readonly DomainEvent[]): void => {
  expect(events.map(({ data }) => problemOf(data))).toEqual(events.map(() => undefined));
  expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
  expect(undeclaredFields(events)).toEqual([]);
};

/** Given these facts, when this is decided, then: these facts exactly, or a refusal by its code, or nothing at all. */
export const given = <S, E extends DomainEvent>(fold: Fold<S, E>, events: readonly E[]) => ({
  when: (decide: (state: S) => readonly E[] | Refusal | undefined) => {
    const state = grow(fold, fold.initial, events);
    const before = JSON.stringify(state);
    const outcome = decide(state) ?? [];
    return {
      outcome,
      // oxlint-disable-next-line unicorn/no-thenable -- the word of the trade; nobody awaits a specification
      then: (expected: readonly ExpectedFact<E>[] | string | 'nothing'): void => {
        expect(JSON.stringify(state)).toBe(before);
        if (isRefusal(outcome)) {
          expect(outcome.code).toBe(expected);
          return;
        }
        expectPlain(outcome);
        expect(outcome).toMatchObject(expected === 'nothing' ? [] : expected);
      },
    };
  },
});
