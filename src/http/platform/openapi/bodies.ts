type Json = Readonly<Record<string, unknown>>;

const NO_FIELDS = { type: 'object', additionalProperties: false };

interface Body {
  readonly content: Readonly<Record<string, { readonly schema: Json }>>;
}

const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

/** The body of an operation: a command without fields takes `{}`, or nothing; a PATCH is a merge (RFC 7396). */
export const requestBody = (
  method: string,
  found: Body | undefined,
  { needsFields = false, raw = false }: { readonly needsFields?: boolean; readonly raw?: boolean },
): object => {
  if (raw) return { requestBody: { required: true, content: BYTES } };
  if (method === 'GET' || (found === undefined && method === 'DELETE')) return {};
  const schema = found?.content['application/json']?.schema ?? NO_FIELDS;
  const merge = method === 'PATCH' ? { 'application/merge-patch+json': { schema } } : {};
  return { requestBody: { required: needsFields, content: { 'application/json': { schema }, ...merge } } };
};
