import { complaint } from './complaint';
import { Field, type FieldOptions } from './field';
import type { Kind } from './kind';

export interface NumberOptions {
  readonly min: number;
  readonly max: number;
}

const INTEGER = /^(0|-?[1-9]\d{0,14})$/;

/** Never read from `1e2`, `0x10` or `5.0`. */
export const wholeNumber = ({ min, max }: NumberOptions): Kind => ({
  schema: { type: 'integer', minimum: min, maximum: max },
  noun: 'a whole number',
  isOfType: Number.isInteger,
  complaints: (value: number) => [
    ...(value < min ? [complaint(`must be at least ${min}`)] : []),
    ...(value > max ? [complaint(`must be at most ${max}`)] : []),
  ],
  fromText: (text) => (INTEGER.test(text) ? Number(text) : text),
});

export const WholeNumber = ({ min, max, ...options }: NumberOptions & FieldOptions): PropertyDecorator =>
  Field(wholeNumber({ min, max }), options);
