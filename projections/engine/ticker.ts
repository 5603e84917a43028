/** One beat for all models of a node: what they ask of the store they share then goes out in one piece. */
export class Ticker {
  private readonly listeners = new Set<() => void>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly everyMs: number) {}

  /** Hears every beat until the answer is called. */
  each(listener: () => void): () => void {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => this.listeners.forEach((hear) => hear()), this.everyMs).unref();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) {
        clearInterval(this.timer);
        delete this.timer;
      }
    };
  }
}
