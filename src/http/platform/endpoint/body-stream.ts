import { Readable } from 'node:stream';
import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../../../kernel/refusal';
import { RefusedError } from '../../../kernel/refused-error';

/** The body of a `raw` endpoint as it comes, a `Readable`. Errors: `Refused`, when it was sent as something else. */
export const BodyStream = createParamDecorator((_: unknown, host) => {
  const { body } = host.switchToHttp().getRequest<FastifyRequest>();
  if (body instanceof Readable) return body;
  throw new RefusedError(refuse('UNSUPPORTED_MEDIA_TYPE', 'Send the file as application/octet-stream.'));
});
