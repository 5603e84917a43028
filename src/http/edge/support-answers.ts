import { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { stillLetIn, supportAccessOff } from '../../access/support';
import { callerPermissions } from '../../access/caller-permissions';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import { StreamReader } from '../../kernel/stream-reader';
import { SUPPORT_LEASE_MS } from '../../kernel/support-lease';
import { requestStateOf } from './request-state';

/** A store that is slower than this is not asked for ever. */
const MOST_TRIES = 20;

/**
 * Lets an answer to the vendor's support out only while support is let in, whichever door it came through: the windows that
 * the request rested on are proven once more, and the answer leaves within the lease of that proof. One that rested on none
 * was judged by nobody, and is refused.
 */
@Injectable()
export class SupportAnswers {
  constructor(@Inject(StreamReader) private readonly reader: Pick<StreamReader, 'fresh'>) {}

  /** Errors: {@link RefusedError} with `SUPPORT_ACCESS_OFF`, {@link StoreUnavailable}. */
  async require(request: FastifyRequest): Promise<void> {
    const { context } = requestStateOf(request);
    if (context?.reliedOn === undefined || request.routeOptions.config.operation?.always === true) return;
    await this.prove(context.reliedOn);
  }

  /** A refusal may tell something too: what support hears of one, or of whatever else failed. */
  async told(request: FastifyRequest, error: unknown): Promise<unknown> {
    const relied = requestStateOf(request).context?.reliedOn;
    if (relied === undefined || relied.size === 0) return error;
    return this.prove(relied).then(
      () => error,
      (shutOut: unknown) => shutOut,
    );
  }

  /** For an answer that only says that something was done before: rests on whatever lets support in anywhere. */
  async relyOnAny(context: Context): Promise<void> {
    if (context.reliedOn === undefined) return;
    const rights = await callerPermissions(await this.reader.fresh(), context);
    rights?.letIn?.organizations();
  }

  /** A stream for support ends where support is shut out: what comes is proven piece by piece. */
  watched<B>(request: FastifyRequest, body: B): B | StreamableFile {
    const { context } = requestStateOf(request);
    if (context?.reliedOn === undefined || !(body instanceof StreamableFile)) return body;
    return new StreamableFile(Readable.from(this.pieces(body.getStream(), context.reliedOn)), body.options);
  }

  private async *pieces(stream: Readable, relied: ReadonlyMap<string, string>): AsyncGenerator<Uint8Array> {
    for await (const piece of stream) {
      await this.prove(relied);
      yield piece as Uint8Array;
    }
  }

  private async prove(relied: ReadonlyMap<string, string>): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const began = performance.now();
      if (relied.size === 0 || !(await stillLetIn(await this.reader.fresh(), relied))) {
        throw new RefusedError(supportAccessOff('by now'));
      }
      if (performance.now() - began <= SUPPORT_LEASE_MS) return;
    }
    throw new StoreUnavailable('it could not be proven soon enough that support is still let in; try again');
  }
}
