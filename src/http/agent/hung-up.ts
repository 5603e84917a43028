import { createParamDecorator } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Aborted when whoever asked is not there any more, before he was answered. */
export const HungUp = createParamDecorator((_: unknown, host): AbortSignal => {
  const gone = new AbortController();
  const { raw } = host.switchToHttp().getResponse<FastifyReply>();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
});
