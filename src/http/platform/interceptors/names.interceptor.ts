import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { Reply } from '../../reply/reply';
import { isQuestion, usualStatus, type RouteDefinition } from '../endpoint/route-definition';
import { NamedAnswers } from '../naming/named-answers';

/** Has names stand beside the ids of an answer whose DTO has them, so that nobody looks them up row by row. */
@Injectable()
export class NamesInterceptor implements NestInterceptor {
  constructor(@Inject(NamedAnswers) private readonly answers: NamedAnswers) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { operation } = request.routeOptions.config;
    if (operation === undefined) return next.handle();
    return next.handle().pipe(mergeMap((answer: unknown) => this.named(answer, operation, isQuestion(request))));
  }

  private async named(answer: unknown, operation: RouteDefinition, isRead: boolean): Promise<unknown> {
    const reply = answer instanceof Reply ? answer : undefined;
    const dto = operation.answers[reply?.status ?? usualStatus(operation) ?? 200] ?? undefined;
    const body = reply === undefined ? answer : (reply.body as unknown);
    if (dto === undefined || body === undefined) return answer;
    const named = await (isRead ? this.answers.asked(dto, body) : this.answers.done(dto, body));
    return reply === undefined ? named : new Reply(reply.status, named, reply.about);
  }
}
