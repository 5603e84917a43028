const SECRET = new Set(['credential', 'secret', 'value']);

/** The same, with what nobody should read over a shoulder in dots. */
export const masked = (thing: unknown): unknown => {
  if (Array.isArray(thing)) return thing.map(masked);
  if (typeof thing !== 'object' || thing === null) return thing;
  return Object.fromEntries(
    Object.entries(thing).map(([key, value]) => [
      key,
      SECRET.has(key) && typeof value === 'string' ? '••••••••' : masked(value),
    ]),
  );
};
