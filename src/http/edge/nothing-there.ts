import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { plainPath } from './plain-path';
import type { Routes } from './routes';

/** The refusal where no route fits: 405 with `Allow` where the path has other methods, else 404. */
export const nothingThere = (routes: Routes, request: FastifyRequest, reply: FastifyReply): RefusedError => {
  const methods = routes.methodsAt(plainPath(request.url));
  if (methods.length === 0) return new RefusedError(refuse('NOT_FOUND', 'There is nothing at this path.'));
  reply.header('Allow', methods.join(', '));
  return new RefusedError(refuse('METHOD_NOT_ALLOWED', `This path answers ${methods.join(', ')}.`));
};
