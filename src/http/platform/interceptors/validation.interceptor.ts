import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { StrictValidationPipe } from '../validation/strict-validation.pipe';
import { judgeInput } from './judge-input';

/**
 * Has the one validation pipe judge a request before the interceptors after this one work on it, and what no parameter of the
 * handler takes as well: Nest's pipes come last, and look at parameters only. So a request that is not valid is remembered
 * by nobody and waits for nothing, and a command without fields refuses fields.
 */
@Injectable()
export class ValidationInterceptor implements NestInterceptor {
  constructor(@Inject(StrictValidationPipe) private readonly pipe: StrictValidationPipe) {}

  async intercept(host: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { operation } = request.routeOptions.config;
    if (operation !== undefined) await judgeInput(request, operation.input, this.pipe);
    return next.handle();
  }
}
