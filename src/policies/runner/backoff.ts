const FIRST_MS = 100;
const LONGEST_MS = 30_000;

/** How long to wait after so many failures in a row, the first being 0. */
export const backoffMs = (failures: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20));
