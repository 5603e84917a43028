import type { FastifyInstance } from 'fastify';

/** An API has nothing to show: no script, no frame, no image. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For the documentation page: its own files only. Swagger UI sets styles inline. */
export const DOCS_POLICY = `${NOTHING}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'`;

/** As the OWASP Secure Headers Project recommends them for an API. A table, as they are the same for every answer. */
const HEADERS = {
  'content-security-policy': NOTHING,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
};

export const addSecurityHeaders = (instance: FastifyInstance, overTls: boolean): void => {
  // Over plain HTTP a browser would refuse this host for a year, whatever else runs there.
  const headers = overTls ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS;
  instance.addHook('onRequest', (_, reply, done) => {
    reply.headers(headers);
    done();
  });
};
