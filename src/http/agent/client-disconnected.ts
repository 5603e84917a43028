import { createParamDecorator } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { whenClosed } from '../edge/when-closed';

/** Aborted when whoever asked is not there any more, before an answer. */
export const ClientDisconnected = createParamDecorator((_: unknown, host): AbortSignal => {
  const gone = new AbortController();
  const reply = host.switchToHttp().getResponse<FastifyReply>();
  const { raw } = reply;
  const leave = (): void => {
    if (!raw.writableFinished) gone.abort();
  };
  // The agent may have gone while it was being let in.
  if (raw.destroyed) leave();
  else whenClosed(reply, leave);
  return gone.signal;
});
