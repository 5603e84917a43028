import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** An API has nothing to show: no script, no frame, no image. */
const NOTHING = { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] };

/** For the documentation page: its own files only. Swagger UI sets styles inline. */
export const DOCS_POLICY = {
  useDefaults: false,
  directives: {
    ...NOTHING,
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
  },
};

export const addSecurityHeaders = async (instance: FastifyInstance, overTls: boolean): Promise<void> => {
  await instance.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    // A browser would refuse plain HTTP to this host for a year, whatever else runs there.
    hsts: overTls ? { maxAge: 31_536_000 } : false,
  });
};
