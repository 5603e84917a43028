import { createParamDecorator } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Aborted when whoever asked is not there any more, before an answer. */
export const HungUp = createParamDecorator((_: unknown, host): AbortSignal => {
  const gone = new AbortController();
  const { raw } = host.switchToHttp().getResponse<FastifyReply>();
  const leave = (): void => {
    if (!raw.writableFinished) gone.abort();
  };
  // The agent may have gone while it was being let in.
  if (raw.destroyed) leave();
  else raw.once('close', leave);
  return gone.signal;
});
