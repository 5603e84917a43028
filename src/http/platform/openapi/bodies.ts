type Json = Readonly<Record<string, unknown>>;

const NO_FIELDS = { type: 'object', additionalProperties: false };

interface Body {
  readonly content: Readonly<Record<string, { readonly schema: Json }>>;
}

/** The body of an operation: a command without fields takes `{}`, or nothing; a PATCH is a merge (RFC 7396). */
export const requestBody = (method: string, found: Body | undefined, needsFields: boolean): object => {
  if (method === 'GET' || (found === undefined && method === 'DELETE')) return {};
  const schema = found?.content['application/json']?.schema ?? NO_FIELDS;
  const merge = method === 'PATCH' ? { 'application/merge-patch+json': { schema } } : {};
  return { requestBody: { required: needsFields, content: { 'application/json': { schema }, ...merge } } };
};
