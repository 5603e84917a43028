import type { TSchema } from '@sinclair/typebox';
import { invalid } from '../platform/validation/invalid';
import { checker } from './checker';
import { fieldErrors } from './field-errors';
import { requireClosed } from './require-closed';
import { valuesIn } from '../platform/validation/values-in';

/** Throws {@link Refused} with `VALIDATION_FAILED`; puts times and trimmed texts into their form, in place. */
export type Validate = (value: unknown) => void;

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

export { invalid } from '../platform/validation/invalid';
