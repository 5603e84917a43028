import type { TSchema } from '@sinclair/typebox';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { checker } from './checker';
import { fieldErrors, type FieldError } from './field-errors';
import { requireClosed } from './require-closed';
import { valuesIn } from './values-in';

/** Throws {@link Refused} with `VALIDATION_FAILED`; puts times and trimmed texts into their form, in place. */
export type Validate = (value: unknown) => void;

/** The refusal of input that can't be understood. */
export const invalid = (...errors: readonly FieldError[]): Refused => {
  const [first] = errors;
  const detail = first === undefined ? 'The request is not valid.' : `${first.field} ${first.message}.`;
  return new Refused(refuse('VALIDATION_FAILED', detail, { errors }));
};

/** Far beyond every schema. Each value may be wrong in its own way, and all that is wrong is collected before the first is told. */
const MOST_VALUES = 10_000;

const ajv = checker();

/** Compiles a schema for input once, when the server starts. `whole` is what it is a schema of. */
export const validator = (schema: TSchema, whole: 'body' | 'query'): Validate => {
  requireClosed(schema, whole);
  const validate = ajv.compile(schema);
  return (value) => {
    if (valuesIn(value, MOST_VALUES) > MOST_VALUES) throw invalid({ field: whole, message: 'has too many values' });
    if (!validate(value)) throw invalid(...fieldErrors(validate.errors ?? [], whole));
  };
};
