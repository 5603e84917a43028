import type { ErrorObject } from 'ajv';
import { MOST_ERRORS, type FieldError } from '../platform/validation/field-errors';
import { inWords } from './in-words';

/** Names come from the caller: kept short, and free of what a log or a terminal would choke on. */
export const shown = (name: string): string => name.slice(0, 100).replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');

const step = (pointer: string): string => {
  const name = pointer.replaceAll('~1', '/').replaceAll('~0', '~');
  return /^\d+$/.test(name) ? `[${name}]` : `.${shown(name)}`;
};

const fieldOf = (error: ErrorObject, whole: string): string => {
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  const own = missingProperty ?? additionalProperty;
  const path = error.instancePath.split('/').slice(1).map(step).join('');
  return `${path}${own === undefined ? '' : `.${shown(own)}`}`.replace(/^\./, '') || whole;
};

/** A union that failed says so once; what each of its branches said is noise. */
const withoutBranches = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  // A set: a long list fails the same union once an item.
  const failed = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ schemaPath }) => `${schemaPath}/`);
  const unions = [...new Set(failed)];
  return errors.filter(({ schemaPath }) => !unions.some((union) => schemaPath.startsWith(union)));
};

/** What is wrong with a body or with query parameters, in plain words; the first twenty. `whole` names it all. */
export const fieldErrors = (errors: readonly ErrorObject[], whole: string): readonly FieldError[] => {
  const noun = whole === 'body' ? 'field' : 'parameter';
  return withoutBranches(errors)
    .slice(0, MOST_ERRORS)
    .map((error) => ({ field: fieldOf(error, whole), message: inWords(error, noun) }));
};
