/** Callers of one question from which on it pays to wait for more before the next. */
const CROWD = 3;
/** Longest wait for more callers, ms. */
const LINGER_MS = 10;

/**
 * Asks something costly once for everybody who was waiting when it was asked. Who comes while a question is under way
 * waits for the next one: its answer may be older than the call. In a crowd the next one is put off for as long as the last
 * one took, since whoever comes meanwhile would need another; where answers cost nothing nobody waits.
 */
export class SingleFlight<T> {
  private current?: Promise<T>;
  private next?: Promise<T>;
  /** Who waits for the next question. */
  private waiting = 0;
  private tookMs = 0;

  constructor(private readonly question: () => Promise<T>) {}

  /** The question under way, for callers to whom an answer begun before their call is good enough. */
  get underWay(): Promise<T> | undefined {
    return this.current;
  }

  ask(): Promise<T> {
    if (this.next === undefined) {
      if (this.current === undefined) {
        return this.begin();
      }
      this.next = this.current.then(
        () => this.beginLater(),
        () => this.begin(),
      );
    }
    this.waiting += 1;
    return this.next;
  }

  private async beginLater(): Promise<T> {
    const ms = this.waiting < CROWD ? 0 : Math.min(LINGER_MS, Math.floor(this.tookMs));
    if (ms > 0) {
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    return this.begin();
  }

  private begin(): Promise<T> {
    this.next = undefined;
    this.waiting = 0;
    const began = performance.now();
    const asked = this.question().finally(() => {
      this.tookMs = performance.now() - began;
      if (this.current === asked) {
        this.current = undefined;
      }
    });
    this.current = asked;
    return asked;
  }
}
