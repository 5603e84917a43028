import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Shape {
  readonly constraints?: Readonly<Record<'at_least_one' | 'just_one', readonly string[] | undefined>>;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Schema {
  readonly classes: Readonly<Record<string, Shape>>;
  readonly objects: Readonly<Record<string, Shape>>;
}

const SCHEMA = JSON.parse(readFileSync(join(__dirname, '../../fixtures/ocsf/1.8.0.json'), 'utf8')) as Schema;

const isText = (value: unknown): boolean => typeof value === 'string';
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string_t: isText,
  username_t: isText,
  resource_uid_t: isText,
  hostname_t: isText,
  email_t: (value) => /^[^\s@]+@[^\s@]+$/.test(String(value)),
  ip_t: (value) => /^[\d.]+$|^[\da-f:.]+$/i.test(String(value)),
  integer_t: isWhole,
  long_t: isWhole,
  timestamp_t: (value) => isWhole(value) && (value as number) > 1e12,
  boolean_t: (value) => typeof value === 'boolean',
};

const judgedValue = (value: unknown, declared: string, path: string): readonly string[] => {
  const [, type = '', list, values] = /^([a-z_]+)(\[\])?!?(?: (.*))?$/.exec(declared) ?? [];
  if (list !== undefined) {
    return Array.isArray(value)
      ? value.flatMap((each, n) => judgedValue(each, type, `${path}[${n}]`))
      : [`${path} is no list`];
  }
  const scalar = SCALARS[type];
  if (scalar === undefined) {
    const shape = SCHEMA.objects[type];
    if (shape !== undefined) return judged(value as object, shape, path);
    return typeof value === 'object' ? [] : [`${path} is no object`];
  }
  if (!scalar(value)) return [`${path} is no ${type}: ${JSON.stringify(value)}`];
  const isListed = values === undefined || values.split(' ').includes(String(value));
  return isListed ? [] : [`${path} is none of its values: ${String(value)}`];
};

const judged = (event: object, { constraints, attributes }: Shape, path: string): readonly string[] => {
  const has = (name: string): boolean => Object.hasOwn(event, name);
  const missing = Object.entries(attributes).flatMap(([name, declared]) =>
    declared.includes('!') && !has(name) ? [`${path}.${name} is missing`] : [],
  );
  const some = constraints?.at_least_one;
  const none = some !== undefined && !some.some(has) ? [`${path} has none of ${some.join()}`] : [];
  const one = constraints?.just_one;
  const several =
    one !== undefined && one.filter(has).length !== 1 ? [`${path} has not just one of ${one.join()}`] : [];
  const members = Object.entries(event).flatMap(([name, value]) => {
    const declared = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    return declared === undefined
      ? [`${path}.${name} is not in the schema`]
      : judgedValue(value, declared, `${path}.${name}`);
  });
  return [...missing, ...none, ...several, ...members];
};

/** What of the published schema an event does not keep to. */
export const schemaComplaints = (event: object): readonly string[] => {
  const { class_uid: uid } = event as { class_uid?: unknown };
  const shape = SCHEMA.classes[String(uid)];
  return shape === undefined ? [`there is no class ${String(uid)}`] : judged(event, shape, '');
};
