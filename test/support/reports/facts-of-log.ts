import type { ReportFact } from '../../../src/reports/report-fact';

/** A fact as a specification of a report states it: which stream, what, by whom, and so many seconds after the one before. */
export interface ToldFact {
  readonly stream: string;
  /** Without prefix and version: `grant-given`. */
  readonly what: string;
  readonly data?: object;
  /** A user's id. */
  readonly by?: string;
  readonly ip?: string;
  /** RFC 3339; else a minute after the fact before. */
  readonly at?: string;
}

export const told = (stream: string, what: string, data: object = {}, more: Partial<ToldFact> = {}): ToldFact => ({
  stream,
  what,
  data,
  ...more,
});

export const START = '2026-03-01T12:00:00.000Z';

/** The time of the fact at a place of a log whose facts name none: a minute each. */
export const minute = (n: number): string => new Date(Date.parse(START) + n * 60_000).toISOString();

/** A log of these facts, in this order. */
export const factsOfLog = (facts: readonly ToldFact[]): readonly ReportFact[] => {
  const revisions = new Map<string, number>();
  return facts.map(({ stream, what, data = {}, by, ip, at }, n) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const actor = { kind: 'user', ...(by === undefined ? {} : { userId: by }) };
    const metadata = { actor, time: at ?? minute(n), correlationId: `c${n}`, ...(ip === undefined ? {} : { ip }) };
    return { id: `e${n}`, stream, revision, type: `keyledger.${what}.v1`, data, metadata };
  });
};
