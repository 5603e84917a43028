import { scimInvalid } from './scim-error';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * RFC 7643 § 2.1: names of attributes are the same in any case. Errors: 400, where one is there twice in different cases: who
 * looks at the body on the way may see the one, and we the other.
 */
export const memberOf = (object: JsonObject, name: string): unknown => {
  const [found, another] = Object.entries(object).filter(([key]) => key.toLowerCase() === name.toLowerCase());
  if (another !== undefined) throw scimInvalid('invalidSyntax', `${name} is given more than once.`);
  return found?.[1];
};

/** Of several attributes that mean nothing together: `null`, an empty text and an empty list are none (RFC 7643 § 2.5). */
export const isNone = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The body of a request: an object that says of which schema it is, if it says so. */
export const bodyOf = (body: unknown, urn: string): JsonObject => {
  if (!isObject(body)) throw scimInvalid('invalidSyntax', 'The body must be a JSON object.');
  const schemas = memberOf(body, 'schemas');
  const says =
    schemas === undefined ||
    (Array.isArray(schemas) && schemas.some((each) => String(each).toLowerCase() === urn.toLowerCase()));
  if (!says) throw scimInvalid('invalidSyntax', `schemas must hold ${urn}.`);
  return body;
};
