/** Between two tellings, ms. */
const PAUSE_MS = 250;
const CLEARED = '\r\u001B[K';

/** Where it is told: a terminal, or nobody looks. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells on a terminal how far a long work is, in one line that is written over; elsewhere nothing. */
export class Progress {
  private last = 0;

  constructor(
    private readonly screen: Screen,
    private readonly now: () => number = Date.now,
  ) {}

  /** So many are done; of how many, where that is known. */
  tell(what: string, done: number, of?: number): void {
    if (this.screen.isTTY !== true) return;
    const now = this.now();
    if (now - this.last < PAUSE_MS) return;
    this.last = now;
    this.screen.write(`${CLEARED}${what}: ${done}${of === undefined ? '' : ` of ${of}`}`);
  }

  /** What is written behind it stands in a line of its own. */
  end(): void {
    if (this.last > 0) this.screen.write(CLEARED);
  }
}
