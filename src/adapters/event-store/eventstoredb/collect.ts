import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';

/** How long a reading goes on, and how many events it waits for in any case. */
export interface WaitLimits {
  readonly ms: number;
  readonly least: number;
}

/** What came of a reading. */
export interface Collected<T> {
  readonly found: readonly T[];
  /** The last event that came; absent when none did. */
  readonly last?: ResolvedEvent;
  /** False: it was given up in its middle, and there may be more. */
  readonly whole: boolean;
}

/**
 * A reading to its end, or to where it stands when its time is over: others write events of any size, and a page of them may
 * take longer than a call. What nobody wants of an event is let go at once.
 */
export const collect = async <T>(
  reading: StreamingRead<ResolvedEvent>,
  as: (event: ResolvedEvent) => T,
  { ms, least }: WaitLimits,
): Promise<Collected<T>> => {
  const found: T[] = [];
  const until = performance.now() + ms;
  // Whoever gave up no longer listens; a late error without a listener would end the process.
  reading.on('error', () => undefined);
  let last: ResolvedEvent | undefined;
  for await (const event of reading) {
    last = event;
    found.push(as(event));
    if (found.length >= least && performance.now() >= until) {
      // Left in its middle without that, it would keep its client from ever letting go.
      await reading.cancel();
      return { found, last, whole: false };
    }
  }
  return last === undefined ? { found, whole: true } : { found, last, whole: true };
};
