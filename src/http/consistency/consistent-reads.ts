import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Position } from '../../kernel/position';
import { ReadSide } from '../../kernel/read-side';
import { ReadThrough } from '../../kernel/read-through';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { invalid } from '../platform/validation/invalid';

const TIMEOUT_MS = 2_000;
/** Digits, padded so that they compare as they count: what is no position of any store would be waited for in vain. */
const POSITION = /^\d{16,200}$/;

const LATE = 'That write is not to be read here yet. Try again.';

const behind = (detail: string): RefusedError =>
  new RefusedError(refuse('UNAVAILABLE', detail, { retryAfterSeconds: 1 }));

const positionIn = ({ headers }: FastifyRequest): Position | undefined => {
  const wanted = headers['keyledger-min-position'];
  if (wanted === undefined || (typeof wanted === 'string' && POSITION.test(wanted))) return wanted;
  throw invalid({ field: 'Keyledger-Min-Position', message: 'is not a position' });
};

/** Lets whatever is read see what was written before it. */
@Injectable()
export class ConsistentReads {
  constructor(
    @Inject(ReadSide) private readonly readSide: ReadSide,
    @Inject(ReadThrough) private readonly readThrough: ReadThrough,
  ) {}

  /** For a command that goes by what these models hold. Errors: 503 where they don't get as far as the log stands now. */
  async require(models: readonly string[]): Promise<void> {
    if (await this.readSide.waitFor(models, await this.readSide.head(), TIMEOUT_MS)) return;
    throw behind('What this goes by is not to be read here yet. Try again.');
  }

  /**
   * Asks once the models hold all up to the position that the request brings, or else up to where the log stood when it came.
   * What they don't hold in time is told by the log, one thing wholly; an answer that was read from a model behind says
   * that it is stale. Errors: 400 for what is no position, 503 where the position brought is not in the answer.
   */
  async answer<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    models: readonly string[],
    ask: () => Promise<T>,
  ): Promise<T> {
    const wanted = positionIn(request);
    const position = wanted ?? (await this.readSide.head());
    if (await this.readSide.waitFor(models, position, TIMEOUT_MS)) return ask();
    if (wanted === undefined) return this.mayBeStale(reply, ask);
    if (wanted > (await this.readSide.head())) throw behind(LATE);
    return this.notStale(ask);
  }

  private async mayBeStale<T>(reply: FastifyReply, ask: () => Promise<T>): Promise<T> {
    const say = (): void => void reply.header('Keyledger-Stale', 'true');
    try {
      return await this.readThrough.asking(ask, say);
    } catch (error) {
      if (!(error instanceof StoreUnavailable || error instanceof StreamUnreadable)) throw error;
      // The log can't tell it either: what the models hold is all that is known of it.
      say();
      return ask();
    }
  }

  private async notStale<T>(ask: () => Promise<T>): Promise<T> {
    let isStale = false;
    try {
      const answer = await this.readThrough.asking(ask, () => (isStale = true));
      if (!isStale) return answer;
    } catch (error) {
      if (!isStale || !(error instanceof RefusedError)) throw error;
    }
    throw behind(LATE);
  }
}
