const STRING = /"(?:[^"\\]|\\.)*"/g;

const namesIn = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  const values: readonly unknown[] = Object.values(value);
  return values.reduce<number>((sum, each) => sum + namesIn(each), Array.isArray(value) ? 0 : values.length);
};

/** How many names of a JSON text stand in their object once more: a reader takes the first of them, and another one the last. */
export const repeatedNames = (text: string, parsed: unknown): number => {
  // Behind each name stands a colon, and outside of strings nowhere else.
  const colons = text.replaceAll(STRING, '').split(':').length - 1;
  return colons - namesIn(parsed);
};
