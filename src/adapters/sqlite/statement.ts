import type Driver from 'libsql';
import { bindValue, type SqlValue } from './bind-value';

export interface RunResult {
  /** Rows inserted, changed or deleted. */
  readonly changes: number;
  readonly lastInsertRowid: number;
}

/** Rows as plain objects: blobs are Uint8Array, and what the driver adds of its own is gone. */
const plain = <R>(row: Record<string, unknown>): R => {
  if ('_metadata' in row) delete row['_metadata'];
  for (const column in row) {
    const value = row[column];
    if (value instanceof ArrayBuffer) row[column] = Buffer.from(value);
  }
  return row as R;
};

/**
 * A prepared statement. Takes its values as one array, because the driver ends the process on single booleans, dates and
 * objects. Throws {@link StoreUnavailable} and {@link StoreDamaged}; TypeError for a value that can't be stored.
 */
export class Statement<R = unknown> {
  constructor(
    private readonly prepared: Driver.Statement,
    private readonly prepareAgain: () => Driver.Statement,
    /** The kernel's error for the driver's. */
    private readonly errorOf: (error: unknown) => unknown,
  ) {}

  run(values: readonly SqlValue[] = []): RunResult {
    return this.guarded(() => this.prepared.run(values.map(bindValue)) as RunResult);
  }

  get(values: readonly SqlValue[] = []): R | undefined {
    const row = this.guarded(() => this.prepared.get(values.map(bindValue)) as Record<string, unknown> | undefined);
    return row === undefined ? undefined : plain<R>(row);
  }

  all(values: readonly SqlValue[] = []): R[] {
    const rows = this.guarded(() => this.prepared.all(values.map(bindValue)) as Record<string, unknown>[]);
    return rows.map((row) => plain<R>(row));
  }

  /** Row by row. Until it is finished or left, it holds a read transaction: WAL truncation fails and the WAL grows. */
  *iterate(values: readonly SqlValue[] = []): IterableIterator<R> {
    // A statement of its own: the driver goes on with a half-read one where it should start anew.
    const statement = this.guarded(this.prepareAgain);
    const rows = this.guarded(() => statement.iterate(values.map(bindValue)) as Iterator<Record<string, unknown>>);
    let finished = false;
    try {
      for (;;) {
        const next = this.guarded(() => rows.next());
        if (next.done === true) {
          finished = true;
          return;
        }
        yield plain<R>(next.value);
      }
    } finally {
      // The driver has no reset; a `get` does it, and ends the read transaction.
      if (!finished) statement.get(values.map(bindValue));
    }
  }

  private guarded<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw this.errorOf(error);
    }
  }
}
