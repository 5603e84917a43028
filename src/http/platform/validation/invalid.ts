import { refuse } from '../../../kernel/refusal';
import { RefusedError } from '../../../kernel/refused-error';
import type { FieldError } from './field-errors';

/** The refusal of input that can't be understood. */
export const invalid = (...errors: readonly FieldError[]): RefusedError => {
  const [first] = errors;
  const detail = first === undefined ? 'The request is not valid.' : `${first.field} ${first.message}.`;
  return new RefusedError(refuse('VALIDATION_FAILED', detail, { errors }));
};
