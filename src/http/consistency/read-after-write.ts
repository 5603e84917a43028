import { Inject, Injectable } from '@nestjs/common';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { ReadSide } from '../../kernel/read-side';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';

/** Longer than a healthy read side ever needs; shorter than anybody waits. */
const AFTER_WRITE_MS = 5_000;

/** For writes that answer with the thing itself. */
@Injectable()
export class ReadAfterWrite {
  constructor(@Inject(ReadSide) private readonly readSide: ReadSide) {}

  /**
   * Asks once the models have the write. Where they don't get there, the write stands all the same: 503 with its position,
   * and a repetition with the same `Idempotency-Key` finds it. `withinMs`: for who wrote more than a read side takes in a moment.
   */
  async afterWrite<T>(
    position: Position,
    models: readonly string[],
    ask: (context?: Context) => Promise<T>,
    withinMs: number = AFTER_WRITE_MS,
  ): Promise<T> {
    if (await this.readSide.waitFor(models, position, withinMs)) return ask();
    throw new RefusedError(
      refuse('UNAVAILABLE', 'It is written, but not to be read yet. Read it with Keyledger-Min-Position.', {
        position,
        retryAfterSeconds: 2,
      }),
    );
  }
}
