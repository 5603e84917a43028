const FIRST_MS = 50;
const LONGEST_MS = 5000;

/** A pause that is twice as long after each failure in a row, the first being 0, ms. */
export const doubledMs = (failures: number, firstMs: number, longestMs: number): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20));

/**
 * How long to wait after so many failures in a row, the first being 0, ms: twice as long each time, at most five seconds.
 * Up to half of it is left to chance: what broke for many at once must not be asked by all of them at once again.
 */
export const growingPauseMs = (failures: number, below: (n: number) => number): number => {
  const ms = doubledMs(failures, FIRST_MS, LONGEST_MS);
  return ms / 2 + below(Math.floor(ms / 2) + 1);
};
