import type { Position } from './position';

/** Of 2^64, which no store's number exceeds; what stands behind it only tells apart what it does not. */
const DIGITS = 20;

/** Positions of every store begin with a number that grows evenly enough to estimate by. */
export const numberOf = (position: Position): number => Number.parseInt(position.slice(0, DIGITS), 10) || 0;

/** What lies between two positions: events, or bytes where a store counts its positions in bytes, as EventStoreDB does. */
export const lagBetween = (position: Position, head: Position): number =>
  Math.max(0, numberOf(head) - numberOf(position));
