import type { Appended } from '../../../kernel/event-store';
import type { ExpectedRevision } from '../../../kernel/expected-revision';
import type { Position } from '../../../kernel/position';
import { WrongExpectedRevision } from '../../../kernel/store-errors';

/** What a stream says of an append that was, or may have been, made before. */
export interface EarlierAppend {
  /** Its last revision, -1 when there is no stream. */
  readonly last: number;
  /** The append, when it stands there. */
  readonly appended?: Appended;
}

/** An event of an append, where it was found. */
export interface FoundEvent {
  readonly revision: number;
  readonly position: Position;
  /** The server's id of it. */
  readonly storedId: string;
}

/** An append as its stream is searched for it. */
export interface SoughtAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly ids: readonly string[];
  /** Ids as this very append stores them. */
  readonly storedIds: readonly string[];
  /** Everything up to here was in the log before the append began. */
  readonly known: Position;
}

/** Throws {@link WrongExpectedRevision} when only some of the events are there, or not in one piece. */
export const earlierFrom = (
  sought: SoughtAppend,
  found: ReadonlyMap<string, FoundEvent>,
  last: number,
): EarlierAppend => {
  const { stream, expected, ids, storedIds, known } = sought;
  const pieces = ids.map((id) => found.get(id));
  if (pieces.every((piece) => piece === undefined)) {
    return { last };
  }
  const first = pieces[0]?.revision ?? Number.NaN;
  const inOnePiece = pieces.every((piece, index) => piece?.revision === first + index);
  const end = pieces.at(-1);
  if (!inOnePiece || end === undefined) {
    throw new WrongExpectedRevision(stream, expected, last);
  }
  // An earlier append of the same events is a repetition; one of this very call only went unanswered.
  const own = end.storedId === storedIds.at(-1) && end.position > known;
  return { last, appended: { revision: end.revision, position: end.position, repeated: !own } };
};
