import { ReadModelBehind } from '../../kernel/store-errors';
import { doubledMs } from '../../kernel/subscription/growing-pause';

const FIRST_MS = 100;
const LONGEST_MS = 30_000;
/** A filling may end at any moment, and then sessions are to be ended: what waits for it is not put off further and further. */
const WAITING_MS = 500;

/** How long to wait after so many failures in a row, the first being 0. */
export const backoffMs = (failures: number): number => doubledMs(failures, FIRST_MS, LONGEST_MS);

/** So many failures in a row with this one, which is none where it only waits for a read model. */
export const failuresWith = (error: unknown, before: number): number =>
  error instanceof ReadModelBehind ? before : before + 1;

/** As {@link backoffMs}, but that what only waits for a read model has not failed. */
export const retryAfterMs = (error: unknown, failures: number): number =>
  error instanceof ReadModelBehind ? WAITING_MS : backoffMs(failures);
