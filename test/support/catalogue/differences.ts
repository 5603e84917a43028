export type Documents = ReadonlyMap<string, unknown>;

/** As JSON tells it; null: there is none. */
export const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The members in which two documents differ, as the second has them; null where it has none. */
const changed = (from: unknown, to: unknown): unknown => {
  const [before, after] = [plain(from), plain(to)];
  if (!isObject(before) || !isObject(after)) return after;
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    members.filter((name) => !isEqual(before[name], after[name])).map((name) => [name, after[name] ?? null]),
  );
};

/** By id, in what documents differ from those before. */
export const differences = (from: Documents, to: Documents): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...new Set([...from.keys(), ...to.keys()])]
      .filter((id) => !isEqual(plain(from.get(id)), plain(to.get(id))))
      .map((id) => [id, changed(from.get(id), to.get(id))]),
  );
