import { refuse } from '../../../kernel/refusal';
import { Refused } from '../../../kernel/refused';
import type { FieldError } from './field-errors';

/** The refusal of input that can't be understood. */
export const invalid = (...errors: readonly FieldError[]): Refused => {
  const [first] = errors;
  const detail = first === undefined ? 'The request is not valid.' : `${first.field} ${first.message}.`;
  return new Refused(refuse('VALIDATION_FAILED', detail, { errors }));
};
