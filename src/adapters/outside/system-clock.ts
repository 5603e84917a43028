import type { Clock } from '../../kernel/clock';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
