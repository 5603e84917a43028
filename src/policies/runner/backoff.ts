import { doubledMs } from '../../kernel/subscription/growing-pause';

const FIRST_MS = 100;
const LONGEST_MS = 30_000;

/** How long to wait after so many failures in a row, the first being 0. */
export const backoffMs = (failures: number): number => doubledMs(failures, FIRST_MS, LONGEST_MS);
