import { RequestRefused } from './server/request-error';

const FIRST_MS = 500;
/** A server that was restarted is found again soon … */
const SOON_MS = 5000;
/** … for so long; then it is away for longer. */
const SOON_FOR_MS = 5 * 60 * 1000;
const LATE_MS = 60_000;

/** Refusals that only a person can end, and how long to wait before asking again, ms. */
const PERSON: ReadonlyMap<string, number> = new Map(
  Object.entries({
    AGENT_NOT_APPROVED: 4000,
    CLOCK_SKEW: 30_000,
    UNAUTHENTICATED: 120_000,
    AGENT_CLONED: 120_000,
  }),
);

/** How long to wait after something went wrong: full jitter, so that a thousand agents do not come back at one moment. */
export class RetryBackoff {
  private failures = 0;
  private since = 0;

  constructor(
    private readonly now: () => number,
    private readonly random: () => number = Math.random,
  ) {}

  /** Ms. */
  after(error: unknown): number {
    const person = error instanceof RequestRefused ? PERSON.get(error.code) : undefined;
    if (person !== undefined) return person * (0.5 + this.random());
    if (this.failures === 0) this.since = this.now();
    const most = this.now() - this.since < SOON_FOR_MS ? SOON_MS : LATE_MS;
    const cap = Math.min(most, FIRST_MS * 2 ** Math.min(this.failures, 20));
    this.failures += 1;
    return Math.max(100, this.random() * cap);
  }

  /** It went well. */
  restore(): void {
    this.failures = 0;
  }
}
