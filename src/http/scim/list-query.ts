import { entryOf } from '../../kernel/entry-of';
import type { ScimPageRequest } from '../../queries/scim/scim-page';
import type { JsonObject } from './members';
import { scimInvalid } from './scim-error';

export const MOST_RESULTS = 200;
const USUAL_RESULTS = 100;

const numberIn = (query: JsonObject, name: string, otherwise: number): number => {
  const given = entryOf(query, name);
  if (given === undefined) return otherwise;
  const number = typeof given === 'string' && /^[+-]?\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isNaN(number)) throw scimInvalid('invalidValue', `${name} must be a whole number.`);
  return number;
};

/** RFC 7644 § 3.4.2.4: counted from 1; what is less counts as the least. */
export const pageIn = (query: JsonObject): ScimPageRequest => ({
  startIndex: Math.max(1, numberIn(query, 'startIndex', 1)),
  count: Math.min(MOST_RESULTS, Math.max(0, numberIn(query, 'count', USUAL_RESULTS))),
});
