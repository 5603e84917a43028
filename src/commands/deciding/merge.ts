import { entryOf } from '../../kernel/entry-of';

/** What a PATCH may say of a thing: each field as it is to be, `null` to clear it, absent to leave it (RFC 7396). */
export type Patch<T> = { readonly [K in keyof T]?: Patched<T[K]> | null };

type Patched<V> = V extends readonly unknown[]
  ? V
  : V extends object
    ? { readonly [K in keyof V]?: Patched<V[K]> | null }
    : V;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const objectIn = (found: Readonly<Record<string, unknown>>, name: string) => {
  const inner = entryOf(found, name);
  return isObject(inner) ? inner : {};
};

/** The thing with the patch merged in, objects within it too; what is not set is absent. */
export const merge = <T extends object>(before: T, patch: Patch<T>): T => {
  const found = before as Readonly<Record<string, unknown>>;
  const changed = Object.entries(patch).map(([name, value]) => [
    name,
    isObject(value) ? merge(objectIn(found, name), value) : value,
  ]);
  const merged = { ...found, ...(Object.fromEntries(changed) as object) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)) as T;
};
