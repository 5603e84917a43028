import type { CanActivate } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Asks a guard as soon as the headers are here. Nest asks its guards when the body has been read: whoever has no token could
 * then have half a megabyte read for each request. Asked again by Nest, such a guard finds its work done.
 */
export const guardBeforeBodies = (instance: FastifyInstance, guard: CanActivate): void => {
  instance.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { operation, controller } = request.routeOptions.config;
    if (operation === undefined) return;
    await guard.canActivate(new ExecutionContextHost([request, reply], controller as never));
  });
};
