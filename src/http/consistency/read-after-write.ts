import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '../../kernel/position';
import { ReadSide } from '../../kernel/read-side';
import { ReadThrough } from '../../kernel/read-through';

/** Longer than a healthy read side takes. */
const SOON_MS = 1_000;

/** For writes that answer with the thing itself. What is written stands, so that its answer fails for no read model. */
@Injectable()
export class ReadAfterWrite {
  /** Where a model was waited for in vain: until it is there, as during a first fill, nobody waits for it again. */
  private readonly missed = new Map<string, Position>();

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
    const isPatient = await this.caughtUp(models);
    if (await this.readSide.waitFor(models, position, isPatient ? SOON_MS : 0)) return true;
    if (isPatient) await this.miss(models, position);
    return false;
  }

  private async caughtUp(models: readonly string[]): Promise<boolean> {
    for (const model of models) {
      const missed = this.missed.get(model);
      if (missed === undefined) continue;
      if (!(await this.readSide.waitFor([model], missed, 0))) return false;
      this.missed.delete(model);
    }
    return true;
  }

  private async miss(models: readonly string[], position: Position): Promise<void> {
    for (const model of models) {
      if (!(await this.readSide.waitFor([model], position, 0))) this.missed.set(model, position);
    }
  }
}
