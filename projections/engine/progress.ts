import type { EventStore } from '../../src/kernel/event-store';
import type { Position } from '../../src/kernel/position';

export interface Progress {
  /** Of the log as it is now, 0 to 100. */
  readonly percent: number;
  readonly eventsPerSecond: number;
}

/** Of 2^64, which no store's number exceeds; what stands behind it only tells apart what it does not. */
const DIGITS = 20;

/** Positions of every store begin with a number that grows evenly enough to estimate by. */
const numberOf = (position: Position): number => Number.parseInt(position.slice(0, DIGITS), 10) || 0;

/** What lies between two positions: events, or bytes where a store counts its positions in bytes, as EventStoreDB does. */
export const lagBetween = (position: Position, head: Position): number =>
  Math.max(0, numberOf(head) - numberOf(position));

/** How far a filling has got, estimated from positions. */
export const progressOf = async (
  store: EventStore,
  filling: { readonly position: Position; readonly applied: number },
  elapsedMs: number,
): Promise<Progress> => {
  const head = numberOf(await store.head());
  const seconds = Math.max(0.001, elapsedMs / 1000);
  return {
    percent: head === 0 ? 100 : Math.min(100, Math.round((numberOf(filling.position) / head) * 1000) / 10),
    eventsPerSecond: Math.round(filling.applied / seconds),
  };
};
