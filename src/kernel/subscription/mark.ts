import { BEFORE_FIRST, type Position } from '../position';

/** A fact of ours that a mark rests on: where it stands in the log, and where in its stream, so that one read finds it. */
export interface Waypoint {
  readonly position: Position;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  /** How many facts were passed when it was, counted from where the ladder began: tells how far waypoints lie apart. */
  readonly passed: number;
}

/**
 * A place in the log that can be proved: a position alone says nothing of a log that was put back to an older copy, since
 * the same positions are given again.
 */
export interface Mark {
  /** Everything up to here was taken. */
  readonly position: Position;
  /** The last of our facts at or before the position; absent before the first, and in what an older release wrote. */
  readonly fact?: Waypoint;
  /** Older ones, the newest first, at growing distances: where the fact is gone, the last one that is not. */
  readonly ladder: readonly Waypoint[];
}

export const ORIGIN: Mark = { position: BEFORE_FIRST, ladder: [] };

/** A place of which only the position is known; the rest is looked up in the log. */
export const markAtPosition = (position: Position): Mark => ({ position, ladder: [] });

/** The same place on the same way. */
export const isSameMark = (a: Mark, b: Mark): boolean =>
  a.position === b.position && a.fact?.eventId === b.fact?.eventId;
