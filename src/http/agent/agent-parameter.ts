import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requestStateOf } from '../edge/request-state';

/** The `AgentCaller` of the request. Only on routes that are an `@AgentOperation`. */
export const Agent = createParamDecorator(
  (_: unknown, host) => requestStateOf(host.switchToHttp().getRequest<FastifyRequest>()).agent,
);
