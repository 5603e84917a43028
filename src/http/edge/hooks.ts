import type { FastifyInstance } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';

/** It still lives, and says so, while it stops; only readiness turns red. */
const ANSWERED_TO_THE_END = new Set(['/health/live', '/metrics']);

/** RFC 9112 § 3.2. */
const NO_HOST = refuse('VALIDATION_FAILED', 'Send a Host header.', {
  errors: [{ field: 'Host', message: 'is missing' }],
});

/** Before anything else is looked at: is anything answered at all? And what an operation answers is kept by nobody. */
export const addHooks = (instance: FastifyInstance, isDraining: () => boolean): void => {
  instance.decorateRequest('edge', null);

  instance.addHook('onRequest', (request, _, done) => {
    const { headers, raw } = request;
    done(headers.host === undefined && raw.httpVersion === '1.1' ? new RefusedError(NO_HOST) : undefined);
  });

  instance.addHook('onRequest', async (request, reply) => {
    if (isDraining() && !ANSWERED_TO_THE_END.has(request.routeOptions.url ?? '')) {
      reply.header('Connection', 'close');
      throw new RefusedError(refuse('UNAVAILABLE', 'The server is stopping.', { retryAfterSeconds: 1 }));
    }
    if (request.routeOptions.config.operation !== undefined) reply.header('Cache-Control', 'no-store');
  });
};
