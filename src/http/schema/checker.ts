import { Ajv2020, type FuncKeywordDefinition } from 'ajv/dist/2020';
import { distinct } from './distinct';
import { emailKeyword } from './email-keyword';
import { utcTimestamp, utcTimestampUp } from '../platform/validation/utc-timestamp';
import { entryOf } from '../../kernel/entry-of';

const CONTROL = /\p{Cc}/u;

const normalised: Readonly<Record<string, (text: string) => string>> = {
  // A control character at the edge stays, to be refused like anywhere else.
  trim: (text) => (CONTROL.test(text) ? text : text.trim()),
  utc: (text) => utcTimestamp(text) ?? text,
  'utc-up': (text) => utcTimestampUp(text) ?? text,
};

/** Puts text into the form the rules are about, before they look at it. */
const normalise: FuncKeywordDefinition = {
  keyword: 'x-normalise',
  type: 'string',
  schemaType: 'string',
  before: 'maxLength',
  modifying: true,
  errors: false,
  compile: (how: string) => {
    const change = entryOf(normalised, how);
    if (change === undefined) throw new Error(`x-normalise does not know ${how}`);
    return (text: string, at) => {
      if (at === undefined) throw new Error('x-normalise needs a field to change');
      (at.parentData as Record<string | number, unknown>)[at.parentDataProperty] = change(text);
      return true;
    };
  },
};

/**
 * JSON Schema 2020-12 as the OpenAPI document states it. Strict: a schema that ajv would have to guess about does not
 * compile; types are never coerced; patterns are Unicode.
 */
export const checker = (): Ajv2020 => {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    coerceTypes: false,
    useDefaults: true,
  });
  ajv.addVocabulary(['x-says']);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword(distinct);
  ajv.addKeyword(normalise);
  ajv.addKeyword(emailKeyword);
  ajv.addFormat('date-time', { type: 'string', validate: (text: string) => utcTimestamp(text) !== undefined });
  return ajv;
};
