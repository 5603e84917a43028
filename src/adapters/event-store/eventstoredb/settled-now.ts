import type { StreamPage } from '../../../kernel/event-store';
import { readSettled } from '../../../kernel/facts/read-settled';
import type { Settled } from '../../../kernel/facts/settled';

/**
 * What was settled, as the log says it that is there now: each time the line broke the server may have been put back to an
 * older copy, and what was settled in the stretch that is gone is not settled any more.
 */
export class SettledNow {
  private learnedAt = 0;
  private learning: Promise<void> | undefined;

  constructor(
    private readonly settled: Settled,
    /** How often the line broke by now. */
    private readonly breaks: () => number,
    private readonly scanStream: (stream: string, from: number, limit: number) => Promise<StreamPage>,
  ) {}

  /** To be waited for before anything is read. Throws what reads throw. */
  async known(): Promise<void> {
    while (this.learnedAt !== this.breaks()) {
      this.learning ??= this.learn().finally(() => (this.learning = undefined));
      await this.learning;
    }
  }

  private async learn(): Promise<void> {
    const at = this.breaks();
    const { scanStream } = this;
    this.settled.become(await readSettled({ scanStream }));
    this.learnedAt = at;
  }
}
