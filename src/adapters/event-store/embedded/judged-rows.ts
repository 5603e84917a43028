import type { FactClassifier, StoredFact } from '../../../kernel/facts/fact-classifier';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import { lackOf } from '../log-lack';
import { fromPosition } from './event-file';

/** A piece of the log: its facts, what in our streams is none, and where it ends. */
export interface JudgedRows {
  readonly facts: readonly RecordedEvent[];
  readonly passed: readonly StreamEntry[];
  readonly last: Position | undefined;
}

export const rowsOf = (entries: readonly StreamEntry[], last: Position | undefined): JudgedRows => ({
  facts: entries.flatMap(({ event }) => event ?? []),
  passed: entries.filter(({ event }) => event === undefined),
  last,
});

/** What the rows of the log after a position are; one that is left out is told too. */
export const judgedRows = (judge: FactClassifier, rows: readonly StoredFact[], after: number): JudgedRows => {
  let place = after;
  const entries = rows.flatMap((row) => {
    const lacks = fromPosition(row.position) > place + 1 ? [lackOf(place + 1, row.position)] : [];
    place = fromPosition(row.position);
    return lacks.concat(judge.entry(row) ?? []);
  });
  return rowsOf(entries, rows.at(-1)?.position);
};
