import { complaint } from './complaint';
import { Field, type FieldOptions } from './field';
import type { Kind } from './kind';

/** In a query `true` or `false`, and nothing else. */
const flag: Kind = {
  schema: { type: 'boolean' },
  noun: 'true or false',
  isOfType: (value) => typeof value === 'boolean',
  complaints: () => [],
  fromText: (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
};

export const Flag = (options?: FieldOptions): PropertyDecorator => Field(flag, options);

/** `true`, where no is no question. The document says it in words: generators make no Java of a boolean of one value. */
const onlyTrue: Kind = {
  ...flag,
  complaints: (value) => (value === true ? [] : [complaint('must be true, or left out')]),
};

export const OnlyTrue = (options?: FieldOptions): PropertyDecorator => Field(onlyTrue, options);
