import { canonicalRequest } from '../../idempotency/canonical-request';
import { complaint, counted, type Complaint } from './complaint';
import { Field, type FieldOptions } from './field';
import { judged, type Kind } from './kind';

export interface ListOptions {
  readonly min?: number;
  readonly max?: number;
  /** No item comes twice. */
  readonly unique?: boolean;
}

/** Told of one list; the rest is found when these are put right. */
const MOST_ITEMS_TOLD = 20;

/** In one pass, by the canonical text of each item: comparing each with every other would take minutes for a long list. */
const differ = (items: readonly unknown[]): boolean => new Set(items.map(canonicalRequest)).size === items.length;

const itemComplaints = (items: readonly unknown[], kind: Kind): readonly Complaint[] => {
  const found: Complaint[] = [];
  for (const [i, item] of items.entries()) {
    for (const { at, says } of judged(kind, item)) found.push(complaint(says, `[${i}]${at}`));
    if (found.length >= MOST_ITEMS_TOLD) break;
  }
  return found;
};

/** A list of one kind. */
export const listOf = (items: Kind, { min = 0, max, unique = false }: ListOptions = {}): Kind => ({
  schema: {
    ...(items.dto === undefined ? { type: 'array', items: items.schema } : {}),
    ...(min === 0 ? {} : { minItems: min }),
    ...(max === undefined ? {} : { maxItems: max }),
    ...(unique ? { uniqueItems: true } : {}),
  },
  noun: 'a list',
  isOfType: Array.isArray,
  items,
  ...(max === undefined ? {} : { most: max }),
  complaints: (value: readonly unknown[]) => {
    if (max !== undefined && value.length > max) return [complaint(`must have at most ${counted(max, 'item')}`)];
    return [
      ...(value.length < min ? [complaint(`must have at least ${counted(min, 'item')}`)] : []),
      ...(unique && !differ(value) ? [complaint('must not have the same item twice')] : []),
      ...itemComplaints(value, items),
    ];
  },
  // One value of a parameter that is given once for each of them.
  ...(items.fromText === undefined ? {} : { fromText: items.fromText }),
});

export const ListOf = (items: Kind, { min, max, unique, ...options }: ListOptions & FieldOptions = {}) =>
  Field(
    listOf(items, {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(unique === undefined ? {} : { unique }),
    }),
    options,
  );
