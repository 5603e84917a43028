import { FACT_SHAPES } from '../../../src/kernel/facts/fact-shapes';

const shapes = new Map(
  FACT_SHAPES.trim()
    .split('\n')
    .map((line) => {
      const [name = '', , fields = ''] = line.split(' / ');
      return [name, fields] as const;
    }),
);

/** The fields of a shape, without those that lie in them. */
const fieldsOf = (shape: string): readonly string[] => {
  const fields = [''];
  let depth = 0;
  for (const letter of shape) {
    if ('{('.includes(letter)) depth += 1;
    if ('})'.includes(letter)) depth -= 1;
    if (letter === ';' && depth === 0) fields.push('');
    else fields.push(`${fields.pop() ?? ''}${letter}`);
  }
  return fields.map((field) => field.trim());
};

const FIELD = /^(\w+)(\?)?: (.*)$/;
const WORDS = /^"[^"]*"(?: \| "[^"]*")*$/;

/** What else a field may be, of those that may be one of a few things. */
const othersOf = (type: string, value: unknown): readonly unknown[] => {
  const all =
    type === 'boolean' ? [true, false] : WORDS.test(type) ? type.split(' | ').map((word) => JSON.parse(word)) : [];
  return all.filter((other) => other !== value);
};

/**
 * In which ways a fact may differ in one field, each in words that {@link varied} understands: without a field that is
 * optional, with the other truth, with another word.
 */
export const variationsOf = (type: string, data: object): readonly string[] =>
  fieldsOf(shapes.get(type) ?? '').flatMap((field) => {
    const [, name = '', optional, of = ''] = FIELD.exec(field) ?? [];
    const value: unknown = (data as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) return [];
    return [
      ...(optional === undefined ? [] : [`without ${name}`]),
      ...othersOf(of, value).map((other) => `${name} = ${JSON.stringify(other)}`),
    ];
  });

/** What a fact says, but for one field. */
export const varied = (data: object, variation: string): object => {
  const [, name = '', value] = /^(?:without )?(\w+)(?: = (.*))?$/.exec(variation) ?? [];
  return Object.fromEntries(
    Object.entries(data).flatMap(([field, told]) => {
      if (field !== name) return [[field, told]];
      return value === undefined ? [] : [[field, JSON.parse(value) as unknown]];
    }),
  );
};
