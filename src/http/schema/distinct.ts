import type { FuncKeywordDefinition } from 'ajv/dist/2020';
import { canonical } from '../idempotency/canonical';

const differ = (items: readonly unknown[]): boolean => {
  try {
    return new Set(items.map(canonical)).size === items.length;
  } catch (error) {
    // Nested too deep to be written: what no closed schema for items admits, so they are refused for that.
    if (error instanceof RangeError) return true;
    throw error;
  }
};

/**
 * `uniqueItems` in one pass, by the canonical text of each item. The one ajv has compares every item with every other,
 * even where `maxItems` has failed already: one body of the allowed size would hold the server for many minutes.
 */
export const distinct: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  errors: false,
  compile: (wanted: boolean) => (items: readonly unknown[]) => !wanted || differ(items),
};
