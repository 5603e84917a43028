import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';
import type { Database } from './database';

interface Waiting {
  /** Answers how to tell the caller, once the transaction is on disk. */
  run(): () => void;
  reject(error: unknown): void;
}

/**
 * Writes that arrive in one turn of the event loop share one transaction and so one fsync; each still succeeds or fails
 * alone. Past the bound it answers StoreUnavailable, so that memory stays bounded when the disk is slow.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly limit = 10_000,
  ) {}

  /** `work` runs inside a transaction, perhaps twice (when a neighbour failed), so it touches nothing but the database. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.closed) throw new StoreUnavailable('the store is closed');
      if (this.waiting.length >= this.limit) throw new StoreUnavailable('too many writes are waiting; try again');
      const run = () => {
        const result = work();
        return () => resolve(result);
      };
      if (this.waiting.push({ run, reject }) === 1) setImmediate(() => this.commit());
    });
  }

  /** What waits is written; what comes later is refused. */
  close(): void {
    this.closed = true;
    this.commit();
  }

  private commit(): void {
    const group = this.waiting;
    this.waiting = [];
    if (group.length === 0) return;
    try {
      this.together(group);
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

  private together(group: readonly Waiting[]): void {
    const answers = this.database.transaction(() => group.map((one) => one.run()));
    answers.forEach((answer) => answer());
  }
}
