import type { FastifyReply } from 'fastify';
import { entityTag } from './entity-tag';
import { BASE_PATH, type Reply } from './reply';

/** Status and headers of a {@link Reply}. */
export const writeHead = (to: FastifyReply, { status, about }: Reply): void => {
  to.code(status);
  if (about.position !== undefined && about.position !== '') to.header('Keyledger-Position', about.position);
  if (about.location !== undefined) to.header('Location', `${BASE_PATH}${about.location}`);
  if (about.revision !== undefined) to.header('ETag', entityTag(about.revision));
  if (about.ranges !== undefined) to.header('Accept-Ranges', 'bytes').header('ETag', about.ranges.tag);
  if (about.ranges?.part !== undefined) to.header('Content-Range', about.ranges.part);
};
