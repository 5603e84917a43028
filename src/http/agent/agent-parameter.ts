import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { edgeOf } from '../edge/edge';

/** The `AgentCaller` of the request. Only on routes that are an `@AgentOperation`. */
export const Agent = createParamDecorator(
  (_: unknown, host) => edgeOf(host.switchToHttp().getRequest<FastifyRequest>()).agent,
);
