import fastifyHelmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

/** An API has nothing to show: no script, no frame, no image. */
const NOTHING = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** For the documentation page: its own files only. Swagger UI sets styles inline. */
export const DOCS_HELMET: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      ...NOTHING,
      'script-src': ["'self'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
    },
  },
};

/** As the OWASP Secure Headers Project recommends them for an API, where that is not helmet's own choice. */
const options = (overTls: boolean) => ({
  contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
  frameguard: { action: 'deny' as const },
  // Over plain HTTP a browser would refuse this host for a year, whatever else runs there; its subdomains are not ours.
  strictTransportSecurity: overTls ? { maxAge: 31_536_000, includeSubDomains: false } : (false as const),
});

/** What helmet sets, for answers to what never became a request. */
export const securityHeaders = (overTls: boolean): Readonly<Record<string, string>> => {
  const headers = new Map<string, string>();
  const answer = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => undefined,
  };
  helmet(options(overTls))({} as never, answer as never, () => undefined);
  return Object.fromEntries(headers);
};

/**
 * Every answer carries them, an error too. Helmet would put them together anew for each request; they are the same for all but
 * routes with options of their own.
 */
export const addSecurityHeaders = async (instance: FastifyInstance, overTls: boolean): Promise<void> => {
  await instance.register(fastifyHelmet, { ...options(overTls), global: false });
  const headers = securityHeaders(overTls);
  instance.addHook('onRequest', (request, reply, done) => {
    if (!('helmet' in request.routeOptions.config)) reply.headers(headers);
    done();
  });
  // Nest has a browser's question before a call answered ahead of every hook.
  instance.addHook('onSend', (request, reply, payload, done) => {
    if (request.method === 'OPTIONS') reply.headers(headers);
    done(null, payload);
  });
};
