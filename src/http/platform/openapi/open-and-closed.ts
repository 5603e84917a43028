import { entryOf } from '../../../kernel/entry-of';
import { ECHO } from '../validation/field';
import { isJsonObject } from '../validation/nested';

type Json = Readonly<Record<string, unknown>>;
type Schemas = Readonly<Record<string, Json>>;

const PREFIX = '#/components/schemas/';

/** Names of the schemas a part of the document refers to, whatever these refer to included. */
const namesIn = (part: unknown, schemas: Schemas, found = new Set<string>()): ReadonlySet<string> => {
  if (Array.isArray(part)) part.forEach((each) => namesIn(each, schemas, found));
  else if (isJsonObject(part)) {
    const { $ref } = part;
    const name = typeof $ref === 'string' && $ref.startsWith(PREFIX) ? $ref.slice(PREFIX.length) : undefined;
    if (name !== undefined && !found.has(name)) {
      found.add(name);
      namesIn(entryOf(schemas, name), schemas, found);
    }
    Object.values(part).forEach((each) => namesIn(each, schemas, found));
  }
  return found;
};

const renamed = (part: unknown, names: ReadonlySet<string>): unknown => {
  if (Array.isArray(part)) return part.map((each) => renamed(each, names));
  if (!isJsonObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) =>
      key === '$ref' && names.has(String(value).slice(PREFIX.length))
        ? [key, `${String(value)}Input`]
        : [key, renamed(value, names)],
    ),
  );
};

/** Without the fields that are taken and say nothing. */
const withoutEchoes = (schema: Json): Json =>
  isJsonObject(schema['properties'])
    ? {
        ...schema,
        properties: Object.fromEntries(
          Object.entries(schema['properties']).filter(([, field]) => !isJsonObject(field) || field[ECHO] !== true),
        ),
      }
    : schema;

/** Every object in it may have more members; said of each, as most generators of clients take silence for "none". */
const opened = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(opened);
  if (!isJsonObject(part)) return part;
  const { type } = part;
  const isObject = type === 'object' || (Array.isArray(type) && type.includes('object'));
  const members = Object.fromEntries(Object.entries(part).map(([name, member]) => [name, opened(member)]));
  // A map says of its members what they are.
  return isObject && !isJsonObject(part['additionalProperties']) ? { ...members, additionalProperties: true } : members;
};

/**
 * What goes in is closed: an unknown field is refused. What comes out is open: more fields may be added, and no client may fall
 * over them. A class that does both stands twice, as `…Input` for the way in.
 */
export const openAndClosed = (
  operations: readonly Json[],
  schemas: Schemas,
): { readonly operations: readonly object[]; readonly schemas: Schemas } => {
  const inward = namesIn(
    operations.map(({ requestBody }) => requestBody),
    schemas,
  );
  const outward = namesIn(
    operations.map(({ responses }) => responses),
    schemas,
  );
  const both = new Set([...inward].filter((name) => outward.has(name)));
  const closed = [...inward].map((name) => [
    both.has(name) ? `${name}Input` : name,
    { ...withoutEchoes(renamed(entryOf(schemas, name), both) as Json), additionalProperties: false },
  ]);
  const open = [...outward].map((name) => [name, opened(entryOf(schemas, name))]);
  return {
    operations: operations.map((operation) =>
      operation['requestBody'] === undefined
        ? operation
        : { ...operation, requestBody: renamed(operation['requestBody'], both) },
    ),
    schemas: Object.fromEntries([...open, ...closed]) as Schemas,
  };
};
