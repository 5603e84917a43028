import type { FieldValue } from './read-model';

/** Where the next page begins: after this document. */
export interface PageKey {
  readonly value: FieldValue;
  readonly id: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly after?: PageKey;
}

/** A page of a list; no `next` on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: PageKey;
}

/** A page from one item more than was asked for: whether there is a next one is known without a second question. */
export const cutPage = <T>(found: readonly T[], limit: number, keyOf: (item: T) => PageKey): Page<T> => {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last !== undefined ? { items, next: keyOf(last) } : { items };
};
