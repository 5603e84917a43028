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
