import { ORIGIN } from '../../src/kernel/subscription/mark';
import type { Checkpoints } from '../../src/kernel/checkpoints';

/** A place in the log that nobody remembers: whoever follows from it hears everything from the first fact on. */
export const withoutMemory: Checkpoints = { get: async () => ORIGIN, set: async () => true };
