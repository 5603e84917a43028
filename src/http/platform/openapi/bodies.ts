type Json = Readonly<Record<string, unknown>>;

interface Body {
  readonly content: Readonly<Record<string, { readonly schema: Json }>>;
}

const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

/**
 * The body of an operation; a PATCH is a merge (RFC 7396). A command without fields has none: it takes `{}` too, but a client
 * that was generated with a body it need not give sends `null` for it.
 */
export const requestBody = (
  method: string,
  found: Body | undefined,
  { needsFields = false, raw = false }: { readonly needsFields?: boolean; readonly raw?: boolean },
): object => {
  if (raw) return { requestBody: { required: true, content: BYTES } };
  const schema = found?.content['application/json']?.schema;
  if (method === 'GET' || schema === undefined) return {};
  const merge = method === 'PATCH' ? { 'application/merge-patch+json': { schema } } : {};
  return { requestBody: { required: needsFields, content: { 'application/json': { schema }, ...merge } } };
};
