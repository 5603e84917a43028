import type { RawFact, Rewrite } from './raw-log';

/** What somebody who can write to a store makes of the facts that lie there. */

const isAt = (stream: string, revision: number) => (fact: RawFact) =>
  fact.stream === stream && fact.revision === revision;

const found = (facts: readonly RawFact[], is: (fact: RawFact) => boolean): RawFact => {
  const fact = facts.find(is);
  if (fact === undefined) throw new Error('spec: no such fact');
  return fact;
};

export const changed =
  (stream: string, revision: number, change: (fact: RawFact) => Partial<RawFact>): Rewrite =>
  (facts) =>
    facts.map((fact) => (isAt(stream, revision)(fact) ? { ...fact, ...change(fact) } : fact));

export const without =
  (is: (fact: RawFact) => boolean): Rewrite =>
  (facts) => {
    found(facts, is);
    return facts.filter((fact) => !is(fact));
  };

export const withoutLast =
  (count: number): Rewrite =>
  (facts) =>
    facts.slice(0, -count);

/** A fact more at the end of the log, at the end of a stream. */
export const added =
  (
    stream: string,
    of: (facts: readonly RawFact[]) => Pick<RawFact, 'type' | 'data' | 'metadata'> & Partial<RawFact>,
  ): Rewrite =>
  (facts) => {
    const revision = facts.filter((fact) => fact.stream === stream).length;
    const position = (facts.at(-1)?.position ?? 0) + 1;
    return [...facts, { id: '01900000-0000-7000-8000-00000000f04e', ...of(facts), stream, revision, position }];
  };

export const copyOf = (stream: string, revision: number) => (facts: readonly RawFact[]) =>
  found(facts, isAt(stream, revision));

/** Two facts change their places in the log, each in its stream and as it is. */
export const swapped =
  (one: readonly [string, number], other: readonly [string, number]): Rewrite =>
  (facts) => {
    const [first, second] = [found(facts, isAt(...one)), found(facts, isAt(...other))];
    const places = new Map([
      [first, second.position],
      [second, first.position],
    ]);
    return facts
      .map((fact) => ({ ...fact, position: places.get(fact) ?? fact.position }))
      .toSorted((a, b) => a.position - b.position);
  };

/** Of facts, by stream and revision. */
export const withoutCodes =
  (...of: readonly (readonly [string, number])[]): Rewrite =>
  (facts) =>
    facts.map((fact) => {
      const { mac: _, ...metadata } = fact.metadata;
      return of.some((place) => isAt(...place)(fact)) ? { ...fact, metadata } : fact;
    });
