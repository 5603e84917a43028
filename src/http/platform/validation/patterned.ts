import { complaint, counted, tooShort } from './complaint';
import { Field, type FieldOptions } from './field';
import type { Kind } from './kind';

export interface PatternOptions {
  readonly min?: number;
  readonly max: number;
  readonly pattern: string;
  /** What is said of text that does not match. */
  readonly says: string;
}

/** Text of one form. */
export const patterned = ({ min = 1, max, pattern, says }: PatternOptions): Kind => {
  const form = new RegExp(pattern, 'u');
  return {
    schema: { type: 'string', minLength: min, maxLength: max, pattern },
    noun: 'a string',
    isOfType: (value) => typeof value === 'string',
    complaints: (value: string) => [
      ...(value.length < min ? [tooShort(min)] : []),
      ...(value.length > max ? [complaint(`must have at most ${counted(max, 'character')}`)] : []),
      ...(form.test(value) ? [] : [complaint(says)]),
    ],
  };
};

export const Patterned = ({ pattern, says, min, max, ...options }: PatternOptions & FieldOptions): PropertyDecorator =>
  Field(patterned({ pattern, says, max, ...(min === undefined ? {} : { min }) }), options);
