/** Waits that can all be ended at once. */
export class Pauses {
  private readonly sleepers = new Set<() => void>();
  private over = false;

  /** Resolves after so many ms, or at the end of all pauses. */
  for(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      // oxlint-disable-next-line no-restricted-globals -- Nothing is decided here: whoever follows the log waits between two tries.
      const timer = setTimeout(wake, ms);
      this.sleepers.add(wake);
      if (this.over) wake();
    });
  }

  /** Those there are; later ones take their time. */
  wakeAll(): void {
    this.sleepers.forEach((wake) => wake());
  }

  endAll(): void {
    this.over = true;
    this.wakeAll();
  }
}
