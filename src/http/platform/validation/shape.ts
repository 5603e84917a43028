import { shownName } from './complaint';
import { fieldsOf } from './fields';
import type { FieldError } from './field-errors';
import type { Dto, Kind } from './kind';
import { isJsonObject } from './nested';

/** Takes note of a member that nobody named. */
type Stranger = (field: string) => void;

/** Stands for whatever has a type that no field here has: what is in it is nobody's question. */
const outline = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? [] : {};
};

const recordShape = (value: Readonly<Record<string, unknown>>, at: string, stranger: Stranger): object => {
  const shaped = new Map<string, unknown>();
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') stranger(`${at}.${name}`);
    else shaped.set(name, outline(member));
  }
  return Object.fromEntries(shaped);
};

const kindShape = (kind: Kind | undefined, value: unknown, at: string, stranger: Stranger): unknown => {
  const { dto, items, members, most } = kind ?? {};
  if (Array.isArray(value) && items !== undefined) {
    // One more than it may have: that is what it is refused for.
    const looked = most === undefined ? value : value.slice(0, most + 1);
    return looked.map((item, i) => kindShape(items, item, `${at}[${i}]`, stranger));
  }
  if (!isJsonObject(value)) return outline(value);
  if (dto !== undefined) return dtoShape(dto(), value, at, stranger);
  return members === true ? recordShape(value, at, stranger) : {};
};

const dtoShape = (dto: Dto, value: Readonly<Record<string, unknown>>, at: string, stranger: Stranger): object => {
  const fields = fieldsOf(dto);
  const shaped = new Map<string, unknown>();
  for (const [name, member] of Object.entries(value)) {
    const here = at === '' ? shownName(name) : `${at}.${shownName(name)}`;
    const field = fields.get(name);
    if (field === undefined) stranger(here);
    else shaped.set(name, kindShape(field.kind, member, here, stranger));
  }
  return Object.fromEntries(shaped);
};

/**
 * A JSON object as its DTO names it: what is not named is told by name and left out, and goes no deeper than the DTO does. So
 * whatever comes after it (class-transformer, which copies by recursion and drops `__proto__` without a word;
 * class-validator, to which `constructor` is a known name) sees small, plain objects.
 */
export const objectSchemaOf = (
  dto: Dto,
  value: Readonly<Record<string, unknown>>,
  noun: string,
): { readonly shaped: object; readonly strangers: readonly FieldError[] } => {
  const strangers: FieldError[] = [];
  const shaped = dtoShape(dto, value, '', (field) => strangers.push({ field, message: `is not a known ${noun}` }));
  return { shaped, strangers };
};
