/**
 * Lets those who are far behind go on one after another, one batch each between two turns of the event loop: all at once they
 * would keep whatever else is to be answered waiting for as many batches as there are followers.
 */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when it is this one's turn, and what was to be answered was. */
  next(): Promise<void> {
    const before = this.last;
    this.last = (async () => {
      await before;
      // oxlint-disable-next-line no-restricted-globals -- Nothing is decided here: the event loop does what else is waiting.
      await new Promise<void>((resolve) => setImmediate(resolve));
    })();
    return this.last;
  }
}
