import { entryOf } from '../../kernel/entry-of';
import type { Position } from '../../kernel/position';
import { BEFORE_FIRST } from '../../kernel/position';
import type { Mark, Waypoint } from '../../kernel/subscription/mark';
import { canonicalJson } from '../../kernel/facts/canonical-json';
import type { RunReceipt } from '../../kernel/idempotency';
import { markFromText, markToText } from '../marks/stored-mark';
import type { Row, TableName } from './tables';

const textIn = (row: Row, column: string): string | undefined => {
  const cell = entryOf(row, column);
  return typeof cell === 'string' ? cell : undefined;
};

const markIn = (row: Row): Mark => markFromText(textIn(row, 'position') ?? BEFORE_FIRST, textIn(row, 'mark'));

const receiptIn = (row: Row): RunReceipt | undefined => {
  const text = textIn(row, 'receipt');
  return text === undefined ? undefined : (JSON.parse(text) as RunReceipt);
};

/** Every place of the log that a row names. */
export const placesIn = (name: TableName, row: Row): readonly Position[] => {
  if (name === 'request') return receiptIn(row)?.position === undefined ? [] : [receiptIn(row)?.position ?? ''];
  if (name !== 'checkpoint') return [];
  const { position, fact, ladder } = markIn(row);
  return [position, ...[...(fact === undefined ? [] : [fact]), ...ladder].map((waypoint) => waypoint.position)];
};

/** Where a place of one log lies in its copy. */
export type Translate = (position: Position) => Position;

const moved = (waypoint: Waypoint, translate: Translate): Waypoint => ({
  ...waypoint,
  position: translate(waypoint.position),
});

/** The row as it is beside the copy of its log. */
export const translated = (name: TableName, row: Row, translate: Translate): Row => {
  if (name === 'request') {
    const receipt = receiptIn(row);
    return receipt === undefined
      ? row
      : { ...row, receipt: canonicalJson({ ...receipt, position: translate(receipt.position) }) };
  }
  if (name !== 'checkpoint') return row;
  const { position, fact, ladder } = markIn(row);
  const mark: Mark = {
    position: translate(position),
    ...(fact === undefined ? {} : { fact: moved(fact, translate) }),
    ladder: ladder.map((waypoint) => moved(waypoint, translate)),
  };
  return { ...row, position: mark.position, mark: markToText(mark) };
};

/** Learns where places of one log lie in its copy, told each fact of both in the log's order. */
export class CopiedPositions {
  private readonly sought: readonly Position[];
  private readonly known = new Map<Position, Position>([[BEFORE_FIRST, BEFORE_FIRST]]);
  private next = 0;
  private last: Position = BEFORE_FIRST;

  constructor(sought: Iterable<Position>) {
    this.sought = [...new Set(sought)].filter((place) => place !== BEFORE_FIRST).toSorted();
  }

  pass(here: Position, there: Position): void {
    this.settle((place) => place < here);
    this.last = there;
    this.settle((place) => place === here);
  }

  /** To be called when all were told: what lies behind the last one is at the last one. */
  end(): Translate {
    this.settle(() => true);
    return (place) => this.known.get(place) ?? this.last;
  }

  private settle(isPassed: (place: Position) => boolean): void {
    for (let place = this.sought[this.next]; place !== undefined && isPassed(place); place = this.sought[this.next]) {
      this.known.set(place, this.last);
      this.next += 1;
    }
  }
}
