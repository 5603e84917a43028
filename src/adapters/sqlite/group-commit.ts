import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';
import type { Database } from './database';

interface Waiting {
  /** Answers how to tell the caller, once the transaction is on disk. */
  run(): () => void;
  reject(error: unknown): void;
}

export interface GroupCommitOptions {
  /** Writes that may wait. Default 10,000. */
  readonly limit?: number;
  /**
   * Once a transaction has taken so long, ms, it is committed, and whoever waits for the process is served before the rest is
   * written. Default: all that waits is one transaction, as it must be where each of them waits for the disk.
   */
  readonly turnMs?: number;
}

/**
 * Writes that arrive in one turn of the event loop share one transaction and so one fsync; each still succeeds or fails
 * alone. Past the bound it answers StoreUnavailable, so that memory stays bounded when the disk is slow.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private closed = false;

  private readonly limit: number;
  private readonly turnMs: number;

  constructor(
    private readonly database: Database,
    { limit = 10_000, turnMs = Number.POSITIVE_INFINITY }: GroupCommitOptions = {},
  ) {
    this.limit = limit;
    this.turnMs = turnMs;
  }

  /** `work` runs inside a transaction, perhaps twice (when a neighbour failed), so it touches nothing but the database. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.closed) throw new StoreUnavailable('the store is closed');
      if (this.waiting.length >= this.limit) throw new StoreUnavailable('too many writes are waiting; try again');
      const run = () => {
        const result = work();
        return () => resolve(result);
      };
      if (this.waiting.push({ run, reject }) === 1) this.commitSoon();
    });
  }

  /** What waits is written; what comes later is refused. */
  close(): void {
    this.closed = true;
    while (this.waiting.length > 0) this.commit();
  }

  private commitSoon(): void {
    setImmediate(() => this.commit());
  }

  private commit(): void {
    const group = this.waiting;
    this.waiting = [];
    if (group.length === 0) return;
    try {
      this.leave(group.slice(this.together(group)));
    } catch (error) {
      // A store that is away is away for all: asking it once for each would only block the process for longer.
      const forAll = group.length === 1 || error instanceof StoreUnavailable || error instanceof StoreDamaged;
      group.forEach((one) => (forAll ? one.reject(error) : this.alone(one)));
    }
  }

  private alone(one: Waiting): void {
    try {
      this.together([one]);
    } catch (error) {
      one.reject(error);
    }
  }

  /** How many of them are written: those from the first on that one turn has room for. */
  private together(group: readonly Waiting[]): number {
    const answers = this.database.transaction(() => {
      const end = performance.now() + this.turnMs;
      const written: (() => void)[] = [];
      for (const one of group) {
        written.push(one.run());
        if (performance.now() >= end) break;
      }
      return written;
    });
    answers.forEach((answer) => answer());
    return answers.length;
  }

  /** They come before whatever was asked for meanwhile. */
  private leave(rest: Waiting[]): void {
    if (rest.length === 0) return;
    if (this.waiting.length === 0) this.commitSoon();
    this.waiting = [...rest, ...this.waiting];
  }
}
