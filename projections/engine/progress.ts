import type { EventStore } from '../../src/kernel/event-store';
import type { Position } from '../../src/kernel/position';
import { numberOf } from '../../src/kernel/position-lag';

export interface Progress {
  /** Of the log as it is now, 0 to 100. */
  readonly percent: number;
  readonly eventsPerSecond: number;
}

/** How far a filling has got, estimated from positions. */
export const progressOf = async (
  store: EventStore,
  run: { readonly position: Position; readonly applied: number },
  elapsedMs: number,
): Promise<Progress> => {
  const head = numberOf(await store.head());
  const seconds = Math.max(0.001, elapsedMs / 1000);
  return {
    percent: head === 0 ? 100 : Math.min(100, Math.round((numberOf(run.position) / head) * 1000) / 10),
    eventsPerSecond: Math.round(run.applied / seconds),
  };
};
