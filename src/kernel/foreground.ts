import { Pauses } from './subscription/pauses';

/** After an answer, how long whoever asked may be about to ask again, ms. */
const QUIET_MS = 500;

// oxlint-disable-next-line no-restricted-globals -- Nothing is decided by it, and no fact says it: it tells how busy this process is.
const elapsedMs = (): number => performance.now();

/**
 * Who waits for an answer of this process, so that long work which nobody waits for at that moment gives way: it goes on where
 * nobody is kept waiting, and slowly where somebody always is.
 */
export class Foreground {
  private underWay = 0;
  private endedAt = Number.NEGATIVE_INFINITY;
  private readonly lulls = new Pauses();
  private readonly rests = new Pauses();

  /** Somebody waits for an answer from now on, until what this answers is called. */
  enter(): () => void {
    this.underWay += 1;
    return () => {
      this.underWay -= 1;
      this.endedAt = elapsedMs();
      if (this.underWay === 0) this.lulls.wakeAll();
    };
  }

  /** Does somebody wait, or did a moment ago? */
  get isBusy(): boolean {
    return this.underWay > 0 || elapsedMs() - this.endedAt < QUIET_MS;
  }

  /** Resolves as soon as nobody waits, and at the latest after so long: long work is never kept out for good. */
  async lull(withinMs: number): Promise<void> {
    if (this.underWay > 0) await this.lulls.for(withinMs);
  }

  /** For work of many small steps, before each: where people come again and again it leaves them most of the time. */
  async giveWay(restMs: number): Promise<void> {
    if (!this.isBusy) return;
    await this.rests.for(restMs);
    await this.lull(restMs);
  }
}
