import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { edgeOf } from '../../edge/edge';

/** The kernel `Context` of the request: who asks, from where, until when. Only on routes that need a token. */
export const Ctx = createParamDecorator(
  (_: unknown, host) => edgeOf(host.switchToHttp().getRequest<FastifyRequest>()).context,
);
