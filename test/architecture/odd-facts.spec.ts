import { PROJECTIONS } from '../../projections/catalog';
import type { DomainEvent } from '../../src/kernel/event';
import { factReader } from '../../src/kernel/facts/fact-reader';
import { grow } from '../../src/kernel/fold';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { FOLDS } from '../support/catalogue/folds';
import { newestFacts } from '../support/catalogue/golden-facts';
import { streamOf } from '../support/catalogue/stream-of';

/*
 * Whoever may write into the event store may write facts of ours that say odd things. What the reader takes is folded and
 * projected by every node for ever: one that throws there would stop a read model, or keep a stream from being decided on.
 */
const metadata = {
  actor: { kind: 'user', userId: 'u' },
  time: '2026-01-31T09:30:00.000Z',
  correlationId: 'c',
} as const;
const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

const oddTexts = ['', 'tomorrow', '__proto__', 'a\u0000b', '9999-12-31T23:59:59.999Z'];
const oddNumbers = [-1, 0, Number.MAX_SAFE_INTEGER, 1.5, 1e300];

/** The same with one thing in it odd, for each thing there is. */
const oddOf = (value: unknown): readonly unknown[] => {
  if (typeof value === 'string') return oddTexts;
  if (typeof value === 'number') return oddNumbers;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const within = items.flatMap((item, at) => oddOf(item).map((odd) => items.with(at, odd)));
    return [[], [...items, ...items], ...within];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => oddOf(member).map((odd) => ({ ...value, [name]: odd })));
};

/** And with members that nobody of ours writes. */
const withMore = (data: object): readonly object[] => [
  { ...data, more: deep(20) },
  { ...data, more: deep(50_000) },
  Object.defineProperty({ ...data }, '__proto__', { value: { a: 1 }, enumerable: true }),
];

const facts = newestFacts();
const before = new Map(
  FOLDS.map((fold) => {
    const folded = facts.filter(({ type }) => type in fold.evolve);
    return [fold, grow(fold, fold.initial, folded)] as const;
  }),
);

test.each(facts.map((fact) => [fact.type, fact] as const))('%s, however odd: nothing throws', (type, fact) => {
  const stream = streamOf(fact);
  const odd = [...(oddOf(fact.data) as readonly object[]), ...withMore(fact.data)];
  const taken = odd.filter((data) => factReader.fault(stream, { type, data, metadata }) === undefined);
  expect(taken.length).toBeGreaterThan(0);
  for (const data of taken) {
    for (const [fold, state] of before) {
      if (!(type in fold.evolve)) continue;
      const odder: DomainEvent = { type, data };
      expect(JSON.stringify(grow(fold, fold.initial, [odder]))).toBeDefined();
      expect(JSON.stringify(grow(fold, state, [odder]))).toBeDefined();
    }
    for (const projector of PROJECTIONS.filter(({ types }) => types?.includes(type) ?? true)) {
      const recorded = (told: object): RecordedEvent => {
        return { type, data: told, id: 'e', stream, revision: 5, position: '0000000000000009', metadata };
      };
      for (const id of projector.ids(recorded(data))) {
        const document = projector.next(undefined, recorded(fact.data), id);
        for (const known of [undefined, document]) {
          const next = projector.next(known, recorded(data), id);
          expect(JSON.stringify(next ?? {})).toBeDefined();
        }
      }
    }
  }
});
