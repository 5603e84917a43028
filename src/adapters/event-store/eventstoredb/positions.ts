import { END, START, type Position as ServerPosition } from '@eventstore/db-client';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';

/** 2^64 has twenty digits. */
const DIGITS = 20;

const padded = (place: bigint): string => String(place).padStart(DIGITS, '0');

/**
 * A place in `$all` as one string that orders as the log does: commit, then prepare. An event's two places are the same
 * number, and the commit is the one that reads of a stream and of `$all` agree on.
 */
export const positionAt = (commit: bigint): Position => padded(commit) + padded(commit);

/** Where a read or a subscription begins, forwards. */
export const fromPosition = (position: Position): ServerPosition | typeof START =>
  position === BEFORE_FIRST
    ? START
    : { commit: BigInt(position.slice(0, DIGITS)), prepare: BigInt(position.slice(DIGITS)) };

/** Where a read begins, backwards. */
export const backFrom = (position: Position | undefined): ServerPosition | typeof END | typeof START =>
  position === undefined ? END : fromPosition(position);
