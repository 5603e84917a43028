import type { CanActivate } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { executionOf } from '../../edge/execution-of';

/**
 * Asks a guard as soon as the headers are here. Nest asks its guards when the body has been read: whoever has no token could
 * then have half a megabyte read for each request. Asked again by Nest, such a guard finds its work done.
 */
export const guardBeforeBodies = (instance: FastifyInstance, guard: CanActivate): void => {
  instance.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.operation !== undefined) await guard.canActivate(executionOf(request, reply));
  });
};
