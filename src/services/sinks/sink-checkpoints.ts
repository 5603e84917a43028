import type { SinkItem } from '../../kernel/sinks';

const AGAIN_MS = 60_000;
const AT_LEAST_EVERY_MS = 60 * 60_000;
const AFTER_FAILURE_MS = 10_000;

/**
 * Sends one sink the newest checkpoint: a new one at most once a minute, and one at least each hour, so that silence is heard. A
 * node that has just taken over sends at once.
 */
export class SinkCheckpoints {
  private last?: { readonly note: string; readonly at: number };
  private notBefore = 0;
  private underWay?: Promise<void>;

  constructor(
    private readonly send: (items: readonly SinkItem[]) => Promise<void>,
    private readonly itemOf: (note: string, at: number) => SinkItem,
  ) {}

  /** Looks whether it is time; a refusal was told of by then. Never throws. */
  async look(note: string, now: number): Promise<void> {
    if (this.underWay !== undefined || now < this.notBefore || !this.isDue(note, now)) return;
    this.underWay = this.send([this.itemOf(note, now)]).then(
      () => void (this.last = { note, at: now }),
      () => void (this.notBefore = now + AFTER_FAILURE_MS),
    );
    await this.underWay;
    this.underWay = undefined;
  }

  private isDue(note: string, now: number): boolean {
    if (this.last === undefined) return true;
    const age = now - this.last.at;
    // A clock that was set back must not keep one from being sent.
    return age < 0 || age >= AT_LEAST_EVERY_MS || (age >= AGAIN_MS && note !== this.last.note);
  }
}
