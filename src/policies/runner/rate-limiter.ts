import { Pauses } from '../../kernel/subscription/pauses';

/**
 * Lets so many begin in a second, a few together: what comes as a flood leaves room for what people wait for, and what is
 * done together shares its commits.
 */
export class RateLimiter {
  private readonly pauses = new Pauses();
  private beginsAt = Number.NEGATIVE_INFINITY;
  private left = 0;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  async turn(): Promise<void> {
    const now = performance.now();
    if (this.left === 0) {
      this.left = this.burst;
      this.beginsAt = Math.max(now, this.beginsAt + (1000 * this.burst) / this.perSecond);
    }
    this.left -= 1;
    if (this.beginsAt > now) await this.pauses.for(this.beginsAt - now);
  }

  /** Nobody waits any more. */
  end(): void {
    this.pauses.endAll();
  }
}
