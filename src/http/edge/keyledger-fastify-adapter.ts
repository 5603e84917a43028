import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { RunReceipt } from '../../kernel/idempotency';
import { Reply } from '../reply/reply';
import { writeHead } from '../reply/write-head';
import { usualStatus } from '../platform/endpoint/route-definition';

/** What the adapter leaves to the edge. */
export interface RequestHooks {
  /** Answers an error as a problem document. */
  readonly problem: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
  /** Nothing is at this path, or not with this method. */
  nothingThere(request: FastifyRequest, reply: FastifyReply): unknown;
  /** A handler has done its work. */
  finished(request: FastifyRequest, receipt: RunReceipt): Promise<void>;
  /** Who asks may be answered; errors otherwise. */
  require(request: FastifyRequest): Promise<void>;
  /** A stream, as it goes out to who asks. */
  watched<B>(request: FastifyRequest, body: B): B | StreamableFile;
  /** Looks at an answer before it goes out. */
  inspect?(request: FastifyRequest, reply: Reply): void;
}

const stated = ({ routeOptions }: FastifyRequest): number | undefined =>
  routeOptions.config.operation && usualStatus(routeOptions.config.operation);

/** Nest on Fastify, with answers and errors in the edge's hands: how each goes out is said here alone. */
export class KeyledgerFastifyAdapter extends FastifyAdapter {
  conduct!: RequestHooks;

  override setErrorHandler(): never {
    return this.getInstance().setErrorHandler((error, request, reply) => {
      // Fastify asks QUERY, and no other method, for a content type before it looks whether anybody answers it.
      if ((error as FastifyError).code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') {
        this.conduct.nothingThere(request, reply);
        return;
      }
      this.conduct.problem(error, request, reply);
    }) as never;
  }

  override setNotFoundHandler(): never {
    return this.getInstance().setNotFoundHandler((request, reply) => {
      this.conduct.nothingThere(request, reply);
    }) as never;
  }

  /** Nest awaits it. */
  override reply(to: FastifyReply, answer: unknown, statusCode?: number): never {
    return this.deliver(to, answer, statusCode) as never;
  }

  async deliver(to: FastifyReply, answer: unknown, statusCode?: number): Promise<unknown> {
    const { request } = to;
    const status = answer instanceof Reply ? answer.status : (stated(request) ?? statusCode ?? 200);
    const reply = answer instanceof Reply ? answer : new Reply(status, answer);
    this.conduct.inspect?.(request, reply);
    await this.conduct.finished(request, reply.receipt);
    // Last of all: from here on the answer is on its way.
    await this.conduct.require(request);
    // It timed out meanwhile, and was answered so.
    if (to.sent) return to;
    writeHead(to, reply);
    // A proxy that gathers an answer before it passes it on would hold back events, and fill its disk with exports.
    if (reply.body instanceof StreamableFile || reply.body instanceof Readable) to.header('X-Accel-Buffering', 'no');
    return super.reply(to, this.conduct.watched(request, reply.body)) as unknown;
  }
}
