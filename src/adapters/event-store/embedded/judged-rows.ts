import type { FactClassifier, StoredFact } from '../../../kernel/facts/fact-classifier';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import { lackOf } from '../log-lack';
import { fromPosition } from './event-file';
import type { StreamEnds } from './stream-ends';

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

const lostEnds = (streams: readonly string[], position: Position): readonly StreamEntry[] =>
  streams.map((stream) => ({ stream, revision: -1, position, type: '', cut: true }));

/**
 * What the rows of the log after a position are; one that is left out is told too, and the streams of which it was the last
 * event: no other event of theirs shows that they lack it.
 */
export const judgedRows = (
  judge: FactClassifier,
  rows: readonly StoredFact[],
  after: number,
  ends: Pick<StreamEnds, 'between'>,
): JudgedRows => {
  let place = after;
  const entries = rows.flatMap((row): readonly StreamEntry[] => {
    const { position } = row;
    const [before, at] = [place, fromPosition(position)];
    place = at;
    const entry = judge.entry(row);
    const lacks =
      at > before + 1 ? [lackOf(before + 1, position), ...lostEnds(ends.between(before, at), position)] : [];
    return entry === undefined ? lacks : [...lacks, entry];
  });
  return rowsOf(entries, rows.at(-1)?.position);
};
