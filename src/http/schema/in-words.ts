import type { ErrorObject } from 'ajv';
import { entryOf } from '../../kernel/entry-of';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a JSON object',
  array: 'a list',
  null: 'null',
};

const count = (limit: number, noun: string): string => `${limit} ${noun}${limit === 1 ? '' : 's'}`;

type Words = (params: Readonly<Record<string, unknown>>, noun: string) => string;

const WORDS: Readonly<Record<string, Words>> = {
  required: () => 'is required',
  additionalProperties: (_, noun) => `is not a known ${noun}`,
  type: ({ type }) =>
    `must be ${[type]
      .flat()
      .map((name) => entryOf(TYPES, String(name)) ?? String(name))
      .join(' or ')}`,
  minLength: ({ limit }) =>
    limit === 1 ? 'must not be empty' : `must have at least ${count(Number(limit), 'character')}`,
  maxLength: ({ limit }) => `must have at most ${count(Number(limit), 'character')}`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  enum: ({ allowedValues }) => `must be one of ${(allowedValues as readonly unknown[]).map(String).join(', ')}`,
  const: ({ allowedValue }) => `must be ${String(allowedValue)}`,
  minItems: ({ limit }) => `must have at least ${count(Number(limit), 'item')}`,
  maxItems: ({ limit }) => `must have at most ${count(Number(limit), 'item')}`,
  'x-email': ({ complaint }) => String(complaint),
  uniqueItems: () => 'must not have the same item twice',
};

/** One complaint of ajv in plain words; a schema that says it better itself (`x-says`) is heard first. Never the value. */
export const inWords = ({ keyword, params, parentSchema }: ErrorObject, noun: string): string => {
  const own = (parentSchema as Record<string, unknown> | undefined)?.['x-says'];
  const plain = entryOf(WORDS, keyword);
  if (plain !== undefined) return plain(params as Record<string, unknown>, noun);
  return typeof own === 'string' ? own : 'does not have one of the allowed forms';
};
