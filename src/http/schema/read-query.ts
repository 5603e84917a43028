import type { TObject, TSchema } from '@sinclair/typebox';
import { MOST_ERRORS, type FieldError } from '../platform/validation/field-errors';
import { shown } from './field-errors';
import { invalid } from '../platform/validation/invalid';
import { entryOf } from '../../kernel/entry-of';

type Parameters = Readonly<Record<string, unknown>>;

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

const INTEGER = /^(0|-?[1-9]\d{0,14})$/;

/** A parameter as its schema wants it; what doesn't read so stays text, and the schema refuses it. */
const typed = (text: string, schema: TSchema | undefined): unknown => {
  const type: unknown = schema?.['type'];
  if (type === 'integer' && INTEGER.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  // In a URL a plus stands for a blank; where a time has one, nothing else can have been meant.
  return schema?.['format'] === 'date-time' ? text.replace(/ (?=\d\d:\d\d$)/, '+') : text;
};

/** The part of a URL after `?`, by name, as yet unjudged. A parameter that takes
 * a list is given once for each of its values. Refuses any other that is given twice, and what is not URL-encoded UTF-8. */
export const readQuery = (search: string, schema: TObject | undefined): Parameters => {
  const found = new Map<string, unknown>();
  const errors: FieldError[] = [];
  for (const pair of search.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    const text = decoded(equals < 0 ? '' : pair.slice(equals + 1));
    if (name === undefined || text === undefined) {
      errors.push({ field: name === undefined ? 'query' : shown(name), message: 'is not URL-encoded UTF-8' });
      continue;
    }
    const field = entryOf(schema?.properties, name);
    if (field?.['type'] === 'array') {
      const before = (found.get(name) as readonly unknown[] | undefined) ?? [];
      found.set(name, [...before, typed(text, field['items'] as TSchema)]);
    } else if (found.has(name)) {
      errors.push({ field: shown(name), message: 'is given more than once' });
    } else {
      found.set(name, typed(text, field));
    }
  }
  if (errors.length > 0) throw invalid(...errors.slice(0, MOST_ERRORS));
  return Object.fromEntries(found);
};
