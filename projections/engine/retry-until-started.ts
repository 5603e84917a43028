import { growingPauseMs } from '../../src/kernel/subscription/growing-pause';
import { Pauses } from '../../src/kernel/subscription/pauses';

/** Begins something anew, one at a time, and tries until it has begun or is stopped. */
export class RetryUntilStarted {
  private readonly pauses = new Pauses();
  private stopped = false;
  private running?: Promise<void>;

  constructor(
    private readonly begin: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  now(): void {
    if (this.stopped) return;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.pauses.endAll();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopped; failures += 1) {
      try {
        await this.begin();
        return;
      } catch (error) {
        this.onError(error);
      }
      await this.pauses.for(growingPauseMs(failures, () => 0));
    }
  }
}
