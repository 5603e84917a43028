/**
 * An answer to support leaves within this time after it began to be proven that support is still let in, ms. Whoever ends
 * support access answers so much later, and some more for clocks of different pace: then nothing that was proven before is
 * still on its way, on any node. Both are measured as time passes, not by what a clock on the wall says.
 */
export const SUPPORT_LEASE_MS = 500;
export const SUPPORT_LEASE_OVER_MS = 600;
