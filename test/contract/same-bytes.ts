/** Bytes as an array, whatever class of bytes an adapter answers. */
const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
};
/** Alike, whatever class of bytes they came in. */
export const same = (found: unknown, expected: unknown) => expect(plain(found)).toEqual(plain(expected));
