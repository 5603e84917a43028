import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { revisionIn } from '../../reply/entity-tag';

const IF_MATCH = Symbol('honours If-Match');

const Seen = createParamDecorator((_: unknown, host) =>
  revisionIn(host.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** The revision the caller insists on (a `SeenRevision`), or undefined. The route's documentation says so by itself. */
export const IfMatch = (): ParameterDecorator => (controller, method, index) => {
  Reflect.defineMetadata(IF_MATCH, true, controller, method ?? '');
  Seen()(controller, method, index);
};

export const honoursIfMatch = (controller: object, method: string | symbol): boolean =>
  Reflect.getMetadata(IF_MATCH, controller, method) === true;
