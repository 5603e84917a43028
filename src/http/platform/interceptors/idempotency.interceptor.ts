import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, of, type Observable } from 'rxjs';
import { requestStateOf } from '../../edge/request-state';
import { Reply } from '../../reply/reply';
import { IdempotencyService } from '../repetition/idempotency.service';
import { Answers } from '../repetition/answers';
import type { Made } from '../repetition/recipe';

const receiptOf = (answer: unknown) => (answer instanceof Reply ? answer : new Reply(201, answer)).receipt;

/** Lets a POST with an `Idempotency-Key` happen once; a repetition is answered by the route's recipe. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    @Inject(IdempotencyService) private readonly runs: IdempotencyService,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  async intercept(host: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { operation } = request.routeOptions.config;
    if (request.method !== 'POST' || operation === undefined) return next.handle();
    const receipt = await this.runs.begin(request);
    const { context, remembered } = requestStateOf(request);
    if (receipt !== undefined && context !== undefined) {
      const { params, body } = request;
      return of(
        await this.answers.again(operation.recipe, receipt, { context, body, params: params as Made['params'] }),
      );
    }
    // Nothing waits to be told how it ended.
    if (remembered === undefined) return next.handle();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.runs.end(request, receiptOf(answer));
        return answer;
      }),
      catchError((error: unknown) =>
        from(
          this.runs.end(request).then(() => {
            throw error;
          }),
        ),
      ),
    );
  }
}
