import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { entryOf } from '../../kernel/entry-of';
import { edgeOf } from '../edge/edge';

const requestOf = (host: ExecutionContext): FastifyRequest => host.switchToHttp().getRequest<FastifyRequest>();

/** The kernel `Context` of the request. Only on routes that need a token. */
export const Ctx = createParamDecorator((_: unknown, host) => edgeOf(requestOf(host)).context);

/** The body, as `@Operation` states it, already judged. */
export const Input = createParamDecorator((_: unknown, host) => requestOf(host).body);

/** The query parameters, as `@Operation` states them, already judged. */
export const QueryInput = createParamDecorator((_: unknown, host) => edgeOf(requestOf(host)).query);

/** A path parameter, `id` unless named otherwise. */
export const PathId = createParamDecorator((name: string | undefined, host) =>
  entryOf(requestOf(host).params as Record<string, unknown>, name ?? 'id'),
);

/** The revision the caller insists on, or undefined. Only with `ifMatch: true`. */
export const IfMatch = createParamDecorator((_: unknown, host) => edgeOf(requestOf(host)).ifMatch);
