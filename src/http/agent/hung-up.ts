import { createParamDecorator } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Aborted when whoever asked is not there any more, and when he was answered. */
export const HungUp = createParamDecorator((_: unknown, host): AbortSignal => {
  const gone = new AbortController();
  host
    .switchToHttp()
    .getResponse<FastifyReply>()
    .raw.once('close', () => gone.abort());
  return gone.signal;
});
