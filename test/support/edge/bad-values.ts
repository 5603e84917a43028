import { Ajv2020 } from 'ajv/dist/2020';

/** A JSON schema, as far as ours go. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly additionalProperties?: boolean | Schema;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly maxProperties?: number;
}

/** A value no schema of that place allows, and how to call it. */
export interface BadValue {
  readonly name: string;
  readonly value: unknown;
}

const OPERATOR: BadValue = { name: 'a Mongo operator', value: { $gt: '' } };
const bad = (name: string, value: unknown): BadValue => ({ name, value });
const when = (condition: boolean, ...values: readonly BadValue[]): readonly BadValue[] => (condition ? values : []);

const badTexts = ({ minLength = 0, maxLength = 0, pattern, enum: words, format }: Schema): readonly BadValue[] => [
  ...when(minLength > 0, bad('empty', '')),
  ...when(maxLength > 0, bad('over-long', 'x'.repeat(maxLength + 1))),
  ...when(words !== undefined || format !== undefined, bad('another word', 'another word')),
  bad('a lone surrogate', 'a\ud800'),
  bad('another lone surrogate', '\udc00a'),
  ...when(pattern !== undefined && !new RegExp(pattern, 'u').test('a\u0007b'), bad('a control character', 'a\u0007b')),
  ...when(pattern !== undefined && !new RegExp(pattern, 'u').test('a\u202eb'), bad('a format character', 'a\u202eb')),
];

const badNumbers = ({ minimum = 0, maximum = 0 }: Schema): readonly BadValue[] => [
  bad('text', String(minimum)),
  bad('a fraction', minimum + 0.5),
  bad('too small', minimum - 1),
  bad('too large', maximum + 1),
  bad('beyond every number', 1e308),
];

const badLists = ({ minItems = 0, maxItems = 0 }: Schema): readonly BadValue[] => [
  bad('text', 'x'),
  ...when(minItems > 0, bad('empty', [])),
  bad(
    'too many',
    Array.from({ length: maxItems + 1 }, (_, n) => `x${n}`),
  ),
];

const BY_TYPE: Readonly<Record<string, (schema: Schema) => readonly BadValue[]>> = {
  string: (schema) => [bad('a number', 5), bad('a flag', true), bad('a list', ['x']), OPERATOR, ...badTexts(schema)],
  integer: (schema) => [...badNumbers(schema), bad('a flag', true), OPERATOR],
  boolean: () => [bad('text', 'true'), bad('a number', 1), OPERATOR],
  array: (schema) => [...badLists(schema), bad('a number', 5), OPERATOR],
  object: ({ maxProperties = 0 }) => [
    bad('text', 'x'),
    bad('a list', []),
    bad('a number', 5),
    ...when(
      maxProperties > 0,
      bad(
        'too many members',
        Object.fromEntries(Array.from({ length: maxProperties + 1 }, (_, n) => ['a'.repeat(n + 1), 1])),
      ),
    ),
  ],
};

const ajv = new Ajv2020({ strict: false });

const isAnyOf = (schema: Schema, value: unknown): boolean => ajv.validate(schema, value);

/** What a field with this schema must not be. */
export const badValues = (schema: Schema): readonly BadValue[] => {
  const { anyOf } = schema;
  if (anyOf !== undefined) {
    const among = [...anyOf.flatMap((each) => badValues(each)), bad('null', null)];
    return among.filter(({ value }) => !isAnyOf(schema, value));
  }
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const kind = types.find((type) => type !== 'null') ?? '';
  return [...(BY_TYPE[kind]?.(schema) ?? []), ...when(kind !== '' && !types.includes('null'), bad('null', null))];
};
