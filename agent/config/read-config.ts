import { BadConfig } from './bad-config';

type Kind = 'text' | 'texts' | 'number' | 'port' | 'ports' | 'switch' | 'object';

type Of<K extends Kind> = K extends 'text'
  ? string
  : K extends 'texts'
    ? readonly string[]
    : K extends 'ports'
      ? readonly number[]
      : K extends 'switch'
        ? boolean
        : K extends 'object'
          ? Readonly<Record<string, unknown>>
          : number;

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isPort = (value: unknown): boolean => isWhole(value) && value >= 1 && value <= 65_535;

const FITS: Readonly<Record<Kind, readonly [(value: unknown) => boolean, string]>> = {
  text: [(value) => typeof value === 'string' && value !== '', 'text'],
  texts: [(value) => Array.isArray(value) && value.every((each) => typeof each === 'string'), 'a list of texts'],
  number: [isWhole, 'a whole number'],
  port: [isPort, 'a port, 1 to 65535'],
  ports: [(value) => Array.isArray(value) && value.every(isPort), 'a list of ports, 1 to 65535'],
  switch: [(value) => typeof value === 'boolean', 'true or false'],
  object: [isObject, 'an object'],
};

/**
 * The fields of one object of the configuration, by the names and kinds it may have. Throws {@link BadConfig} naming what
 * is unknown or of another kind: a setting with a slip in its name must not silently be none.
 */
export const readConfig = <Shape extends Readonly<Record<string, Kind>>>(
  where: string,
  value: unknown,
  shape: Shape,
): { readonly [Name in keyof Shape]?: Of<Shape[Name]> } => {
  if (!isObject(value)) throw new BadConfig(`${where} must be an object`);
  for (const [name, field] of Object.entries(value as object)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (kind === undefined) {
      throw new BadConfig(`${where} has no setting ${name}; there are ${Object.keys(shape).join(', ')}`);
    }
    const [fits, words] = FITS[kind];
    if (!fits(field)) throw new BadConfig(`${where}.${name} must be ${words}`);
  }
  return value as { [Name in keyof Shape]?: Of<Shape[Name]> };
};
