import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '../../kernel/position';
import { ReadSide } from '../../kernel/read-side';
import { ReadThrough } from '../../kernel/read-through';

/** Longer than a healthy read side takes. */
const SOON_MS = 1_000;
/** Models that were waited for in vain, as those are that fill for the first time, are not waited for again for so long. */
const IMPATIENT_MS = 10_000;

/** For writes that answer with the thing itself. What is written stands, so that its answer fails for no read model. */
@Injectable()
export class ReadAfterWrite {
  private readonly impatientUntil = new Map<string, number>();

  constructor(
    @Inject(ReadSide) private readonly readSide: ReadSide,
    @Inject(ReadThrough) private readonly readThrough: ReadThrough,
  ) {}

  /** Asks once the models have the write; where they don't get there soon, by the streams of what is asked for. */
  async afterWrite<T>(position: Position, models: readonly string[], ask: () => Promise<T>): Promise<T> {
    return (await this.haveReached(position, models)) ? ask() : this.readThrough.asking(ask);
  }

  /** Whether all of these models have the write, or have it soon. */
  async haveReached(position: Position, models: readonly string[]): Promise<boolean> {
    const now = performance.now();
    const isPatient = models.every((model) => (this.impatientUntil.get(model) ?? 0) <= now);
    const reached = await this.readSide.waitFor(models, position, isPatient ? SOON_MS : 0);
    if (!reached && isPatient) models.forEach((model) => this.impatientUntil.set(model, now + IMPATIENT_MS));
    return reached;
  }
}
