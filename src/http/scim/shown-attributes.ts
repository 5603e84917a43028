import { entryOf } from '../../kernel/entry-of';
import { attributePath } from './filter-tree';
import { isObject, type JsonObject } from './members';
import { scimInvalid } from './scim-error';

const MOST_LETTERS = 2000;

/** RFC 7643 § 7: these are always told. */
const ALWAYS = new Set(['id', 'schemas']);

/** Which attributes of a resource are told: those asked for alone, or all but some. */
export interface ShownAttributes {
  readonly only?: readonly (readonly string[])[];
  readonly not: readonly (readonly string[])[];
}

const pathsIn = (query: JsonObject, name: string): readonly (readonly string[])[] | undefined => {
  const text = entryOf(query, name);
  if (typeof text !== 'string' || text === '') return undefined;
  if (text.length > MOST_LETTERS) throw scimInvalid('invalidValue', `${name} is too long.`);
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map(attributePath);
};

export const shownIn = (query: JsonObject): ShownAttributes => {
  const only = pathsIn(query, 'attributes');
  const not = pathsIn(query, 'excludedAttributes');
  if (only !== undefined && not !== undefined) {
    throw scimInvalid('invalidValue', 'Ask by attributes or by excludedAttributes, not by both.');
  }
  return { ...(only === undefined ? {} : { only }), not: not ?? [] };
};

/** Whether anything of an attribute is told. `name` in lower case. */
export const shows = ({ only, not }: ShownAttributes, name: string): boolean =>
  ALWAYS.has(name) ||
  ((only === undefined || only.some(([first]) => first === name)) &&
    !not.some(([first, sub]) => first === name && sub === undefined));

const withSubs = (value: unknown, keep: (sub: string) => boolean): unknown => {
  if (Array.isArray(value)) return value.map((each) => withSubs(each, keep));
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([sub]) => keep(sub.toLowerCase()))) : value;
};

/** A resource with what is to be told of it. */
export const asShown = (resource: JsonObject, shown: ShownAttributes): JsonObject => {
  const { only, not } = shown;
  const told: [string, unknown][] = [];
  for (const [name, value] of Object.entries(resource)) {
    const key = name.toLowerCase();
    if (!shows(shown, key)) continue;
    const asked = (only ?? []).filter(([first]) => first === key);
    const subs = asked.some(([, sub]) => sub === undefined) ? [] : asked.map(([, sub]) => sub);
    const hidden = not.filter(([first, sub]) => first === key && sub !== undefined).map(([, sub]) => sub);
    const keep = (sub: string): boolean => (subs.length === 0 || subs.includes(sub)) && !hidden.includes(sub);
    told.push([name, ALWAYS.has(key) ? value : withSubs(value, keep)]);
  }
  return Object.fromEntries(told);
};
