import { complaint } from './complaint';
import { Field, type FieldOptions } from './field';
import type { Kind } from './kind';

/** One of some words. */
export const oneOf = (words: readonly string[]): Kind => ({
  schema: { type: 'string', enum: [...words] },
  noun: 'a string',
  isOfType: (value) => typeof value === 'string',
  complaints: (value: string) => (words.includes(value) ? [] : [complaint(`must be one of ${words.join(', ')}`)]),
});

export const OneOf = (words: readonly string[], options?: FieldOptions): PropertyDecorator =>
  Field(oneOf(words), options);
