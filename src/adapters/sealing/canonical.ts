/** One text for a list of parts, and no other list gives the same: what a key is for, and what a box is bound to. */
export const canonical = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `${String(part).length}:${part}`).join(',');
