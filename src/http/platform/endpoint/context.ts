import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requestStateOf } from '../../edge/request-state';

/** The kernel `Context` of the request: who asks, from where, until when. Only on routes that need a token. */
export const Ctx = createParamDecorator(
  (_: unknown, host) => requestStateOf(host.switchToHttp().getRequest<FastifyRequest>()).context,
);
