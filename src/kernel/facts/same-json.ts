import { canonicalJson } from './canonical-json';

/** Do two values say the same? In which order a store, or a caller, gives the members of an object says nothing. */
export const sameJson = (one: unknown, other: unknown): boolean =>
  canonicalJson({ value: one }) === canonicalJson({ value: other });
