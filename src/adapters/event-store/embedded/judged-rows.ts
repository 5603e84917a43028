import type { FactClassifier, StoredFact } from '../../../kernel/facts/fact-classifier';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import type { Position } from '../../../kernel/position';
import { lackOf } from '../log-lack';
import { logPageOf, type LogPage } from '../log-page';
import { fromPosition } from './event-file';
import type { StreamEnds } from './stream-ends';

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
): LogPage => {
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
  return logPageOf(entries, rows.at(-1)?.position);
};

/** What their texts take in memory. */
export const textsWeight = (rows: readonly StoredFact[]): number =>
  rows.reduce((sum, { texts }) => sum + 2 * ((texts?.data.length ?? 0) + (texts?.metadata.length ?? 0)), 0);
