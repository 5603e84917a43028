import { shownName } from './complaint';
import { MOST_ERRORS, type FieldError } from './field-errors';
import { fieldsOf } from './fields';
import { invalid } from './invalid';
import type { Dto } from './kind';

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/** The part of a URL after `?`, as yet unread: what a parameter's text stands for is known only with its DTO. */
export class RawQuery {
  constructor(private readonly search: string) {}

  /**
   * Parameters by name, as yet unjudged. A parameter that takes a list is given once for each of its values. Refuses any other
   * that is given twice, and what is not URL-encoded UTF-8. Errors: `Refused`.
   */
  readAs(dto: Dto): Readonly<Record<string, unknown>> {
    const fields = fieldsOf(dto);
    const found = new Map<string, unknown>();
    const errors: FieldError[] = [];
    for (const pair of this.search.split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
      const text = decoded(equals < 0 ? '' : pair.slice(equals + 1));
      if (name === undefined || text === undefined) {
        errors.push({ field: name === undefined ? 'query' : shownName(name), message: 'is not URL-encoded UTF-8' });
        continue;
      }
      const kind = fields.get(name)?.kind;
      const value = kind?.fromText?.(text) ?? text;
      if (kind?.items !== undefined) {
        found.set(name, [...((found.get(name) as readonly unknown[] | undefined) ?? []), value]);
      } else if (found.has(name)) {
        errors.push({ field: shownName(name), message: 'is given more than once' });
      } else {
        found.set(name, value);
      }
    }
    if (errors.length > 0) throw invalid(...errors.slice(0, MOST_ERRORS));
    return Object.fromEntries(found);
  }
}
