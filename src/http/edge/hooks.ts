import type { FastifyInstance } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';

/** It still lives, and says so, while it stops; only readiness turns red. */
const ANSWERED_TO_THE_END = new Set(['/health/live', '/metrics']);

/** Before anything else is looked at: is anything answered at all? And what an operation answers is kept by nobody. */
export const addHooks = (instance: FastifyInstance, isDraining: () => boolean): void => {
  instance.decorateRequest('edge', null);

  instance.addHook('onRequest', async (request, reply) => {
    if (isDraining() && !ANSWERED_TO_THE_END.has(request.routeOptions.url ?? '')) {
      reply.header('Connection', 'close');
      throw new RefusedError(refuse('UNAVAILABLE', 'The server is stopping.', { retryAfterSeconds: 1 }));
    }
    if (request.routeOptions.config.operation !== undefined) reply.header('Cache-Control', 'no-store');
  });
};
