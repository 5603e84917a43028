import type { Compare, Filter } from 'scim2-parse-filter';
import { attributePath } from './filter-tree';
import { isNone, isObject, memberOf } from './members';

/** RFC 7643 § 4.1, § 3.1: identifiers are the same in the same case only; names and addresses in any. */
const CASE_EXACT = new Set(['id', 'externalid', 'members.value', 'members', 'meta.version']);

type Value = string | number | boolean;

/** All values at a path: of lists, each item's. A list of objects by itself stands for the `value` of each. */
const valuesAt = (value: unknown, path: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, path));
  const [name, ...rest] = path;
  if (name === undefined) return isObject(value) ? valuesAt(memberOf(value, 'value'), []) : [value];
  return isObject(value) ? valuesAt(memberOf(value, name), rest) : [];
};

const isValue = (value: unknown): value is Value => ['string', 'number', 'boolean'].includes(typeof value);

const TIME = /^\d{4}-\d\d-\d\dT/;
const comparable = (value: Value, isExact: boolean): Value => {
  if (typeof value !== 'string') return value;
  if (TIME.test(value) && !Number.isNaN(Date.parse(value))) return Date.parse(value);
  return isExact ? value : value.toLowerCase();
};

const COMPARE: Readonly<Record<Compare['op'], (value: Value, wanted: Value) => boolean>> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  co: (value, wanted) => String(value).includes(String(wanted)),
  sw: (value, wanted) => String(value).startsWith(String(wanted)),
  ew: (value, wanted) => String(value).endsWith(String(wanted)),
  gt: (value, wanted) => typeof value === typeof wanted && value > wanted,
  ge: (value, wanted) => typeof value === typeof wanted && value >= wanted,
  lt: (value, wanted) => typeof value === typeof wanted && value < wanted,
  le: (value, wanted) => typeof value === typeof wanted && value <= wanted,
};

/** Somebody asks `active eq "True"`, as Entra ID sends booleans. */
const asked = (wanted: Value, value: Value): Value =>
  typeof value === 'boolean' && ['true', 'false'].includes(String(wanted).toLowerCase())
    ? String(wanted).toLowerCase() === 'true'
    : wanted;

const compares = (resource: unknown, { op, attrPath, compValue }: Compare, within: readonly string[]): boolean => {
  const path = attributePath(attrPath);
  const isExact = CASE_EXACT.has([...within, ...path].join('.'));
  const values = valuesAt(resource, path).filter(isValue);
  // RFC 7644 § 3.4.2.2: without a value it is neither equal nor greater; it is not equal to any.
  if (compValue === null) return op === 'eq' ? values.length === 0 : op === 'ne' && values.length > 0;
  if (values.length === 0) return op === 'ne';
  const wanted = comparable(compValue, isExact);
  return values.some((value) => COMPARE[op](comparable(value, isExact), asked(wanted, value)));
};

/**
 * Whether a resource, as it is answered, fits a filter. An attribute that nobody knows has no value. `within`: the attribute whose
 * items are looked at.
 */
export const matchesFilter = (resource: unknown, filter: Filter, within: readonly string[] = []): boolean => {
  switch (filter.op) {
    case 'and':
      return filter.filters.every((each) => matchesFilter(resource, each, within));
    case 'or':
      return filter.filters.some((each) => matchesFilter(resource, each, within));
    case 'not':
      return !matchesFilter(resource, filter.filter, within);
    case 'pr':
      return valuesAt(resource, attributePath(filter.attrPath)).some((value) => !isNone(value));
    case '[]': {
      const [name = ''] = attributePath(filter.attrPath);
      const items = isObject(resource) ? memberOf(resource, name) : undefined;
      return [items ?? []].flat().some((item) => matchesFilter(item, filter.valFilter, [name]));
    }
    default:
      return compares(resource, filter, within);
  }
};
