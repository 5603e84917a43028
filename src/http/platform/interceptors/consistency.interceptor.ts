import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { ReadSide } from '../../../kernel/read-side';
import { requireLog, waitForLog } from '../../consistency/wait-for-log';
import { modelsReadBy } from '../naming/models-read-by';

/**
 * Lets a read see what was written before it: the models it names are waited for, and those with the names it tells. A
 * command that goes by what models hold is refused before anything is written where they are behind.
 */
@Injectable()
export class ConsistencyInterceptor implements NestInterceptor {
  constructor(@Inject(ReadSide) private readonly readSide: ReadSide) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { operation } = request.routeOptions.config;
    if (operation === undefined) return next.handle();
    const waited =
      request.method === 'GET'
        ? waitForLog(request, http.getResponse<FastifyReply>(), this.readSide, modelsReadBy(operation))
        : requireLog(this.readSide, operation.reads ?? []);
    return waited.then(() => next.handle());
  }
}
