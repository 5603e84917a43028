import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../kernel/context';
import { TokenRejected } from '../../kernel/token-rejected';
import { requestStateOf } from '../edge/request-state';
import { whyRefused } from './why-refused';

/**
 * Finds out who asks, by the strategies that {@link Strategies} names, and makes the request's {@link Context}. Errors:
 * `Refused`, `IssuerUnavailable`, `StoreUnavailable`.
 */
@Injectable()
export class AuthenticationGuard extends AuthGuard() {
  override async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const edge = requestStateOf(request);
    // Asked before the body is read, and perhaps again by Nest.
    if (request.routeOptions.config.operation?.public === true || edge.context !== undefined) return true;
    const { authorization = '' } = request.headers;
    edge.bearer = authorization !== '';
    return (await super.canActivate(execution)) === true;
  }

  /** `error`: what a strategy broke off with; `failures`: what each of them says when none knows the caller. */
  override handleRequest<T = Context>(
    error: unknown,
    context: T | false | undefined,
    failures: unknown,
    execution: ExecutionContext,
  ): T {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    if (error instanceof TokenRejected) throw whyRefused(request, [error]);
    if (error !== null && error !== undefined) throw error as Error;
    if (context === undefined || context === false) throw whyRefused(request, [failures].flat());
    requestStateOf(request).context = context as unknown as Context;
    return context;
  }
}
