import { Long } from 'mongodb';
import { entryOf } from '../../../kernel/entry-of';
import type { FieldType } from '../../../kernel/read-model';
import { nameOf, storedName } from './member-name';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** How members are called that hold a time. What a person wrote may read like one, and stays the text it is. */
const TIME_NAME = /(?:At|Until|Since)$|^(?:time|asOf|since|until|from|to|notBefore|notAfter|waiting)$/;
const INT32 = 2 ** 31;

/** A time as documents hold it, as a date; undefined when the text would not come back as it was. */
export const dateOf = (text: string): Date | undefined => {
  if (!TIME.test(text)) return undefined;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text ? date : undefined;
};

/** Long integers as such: as a double they would be shown, and compared by other clients, as something else. */
const toNumber = (value: number): number | Long =>
  Number.isSafeInteger(value) && (value >= INT32 || value < -INT32) ? Long.fromNumber(value) : value;

/** What JSON holds, as MongoDB holds it, under this name. */
export const toBson = (value: unknown, name: string, type?: FieldType): unknown => {
  if (typeof value === 'string') {
    const isTime = type === undefined ? TIME_NAME.test(name) : type === 'time';
    return (isTime ? dateOf(value) : undefined) ?? value;
  }
  if (typeof value === 'number') return toNumber(value);
  if (Array.isArray(value)) return value.map((item: unknown) => toBson(item, name) ?? null);
  return typeof value === 'object' && value !== null ? membersToBson(value) : value;
};

/** Members that are undefined are none, as in JSON. */
export const membersToBson = (
  value: object,
  types: Readonly<Record<string, FieldType>> = {},
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [storedName(name), toBson(member, name, entryOf(types, name))]),
  );

/** The reverse of {@link toBson}: exactly what was written. */
export const fromBson = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(fromBson) : membersFromBson(value);
};

export const membersFromBson = (stored: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(stored).map(([name, value]) => [nameOf(name), fromBson(value)]));
