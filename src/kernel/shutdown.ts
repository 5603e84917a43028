/** Long work was broken off because this process stops. Nothing has failed; it is taken up again after the next start. */
export class ShuttingDown extends Error {
  constructor() {
    super('this process stops');
    this.name = 'ShuttingDown';
  }
}

/**
 * Whether this process lays down what it does by itself. Work of many steps that nobody waits for asks before each, and leaves the
 * rest to the next start or to another node: it must be such work as may end after any step.
 */
export class Shutdown {
  private isBegun = false;

  /** For good. */
  begin(): void {
    this.isBegun = true;
  }

  /** Throws {@link ShuttingDown} once it has begun. */
  throwIfBegun(): void {
    if (this.isBegun) throw new ShuttingDown();
  }
}
