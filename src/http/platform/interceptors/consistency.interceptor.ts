import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { ConsistentReads } from '../../consistency/consistent-reads';
import { isQuestion } from '../endpoint/route-definition';
import { modelsReadBy } from '../naming/models-read-by';

/**
 * Lets a read see what was written before it: the models it names are waited for, and those with the names it tells. A
 * command that goes by what models hold is refused before anything is written where they are behind.
 */
@Injectable()
export class ConsistencyInterceptor implements NestInterceptor {
  constructor(@Inject(ConsistentReads) private readonly reads: ConsistentReads) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { operation } = request.routeOptions.config;
    if (operation === undefined) return next.handle();
    if (!isQuestion(request)) return this.reads.require(operation.reads ?? []).then(() => next.handle());
    const ask = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(this.reads.answer(request, http.getResponse<FastifyReply>(), modelsReadBy(operation), ask));
  }
}
