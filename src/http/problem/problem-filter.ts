import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Hands what a controller threw to the one place that answers errors. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly answer: (error: unknown, request: FastifyRequest, reply: FastifyReply) => unknown) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    const http = host.switchToHttp();
    return this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
