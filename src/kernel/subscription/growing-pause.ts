const FIRST_MS = 50;
const LONGEST_MS = 5000;

/**
 * How long to wait after so many failures in a row, the first being 0, ms: twice as long each time, at most five seconds.
 * Up to half of it is left to chance: what broke for many at once must not be asked by all of them at once again.
 */
export const growingPauseMs = (failures: number, below: (n: number) => number): number => {
  const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20));
  return ms / 2 + below(Math.floor(ms / 2) + 1);
};
