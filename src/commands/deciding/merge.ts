/** What a PATCH may say of a thing: each field as it is to be, `null` to clear it, absent to leave it (RFC 7396). */
export type Patch<T> = { readonly [K in keyof T]?: T[K] | null };

/** The thing with the patch merged in; what is not set is absent. */
export const merge = <T extends object>(before: T, patch: Patch<T>): T => {
  const merged = { ...before, ...patch } as Record<string, unknown>;
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)) as T;
};
