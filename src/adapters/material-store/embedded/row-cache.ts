import { LRUCache } from 'lru-cache';
import type { SqlValue } from '../../sqlite/bind-value';
import type { Statement } from '../../sqlite/statement';

const MOST_ROWS = 5000;

type Row = Readonly<Record<string, unknown>>;

/** Whoever is handed a row may go on with its bytes when it is destroyed here meanwhile. */
const copyOf = <R extends object>(row: R): R => {
  const copy = { ...row };
  for (const [column, value] of Object.entries(row)) {
    if (value instanceof Uint8Array) Reflect.set(copy, column, Buffer.from(value));
  }
  return copy;
};

const zero = (row: object): void => {
  for (const value of Object.values(row as Row)) if (value instanceof Uint8Array) value.fill(0);
};

/**
 * Rows of sealed values or keys as they were read last, at most 5,000: every disclosure asks for the same few again. Nobody else
 * writes the file while it is open. Whoever changes a row says so by `forget`, inside the transaction that does; a destruction
 * empties it (`MaterialFile.destroy`). The bytes of what leaves are overwritten, as they are in the file.
 */
export class RowCache<R extends object> {
  private readonly rows = new LRUCache<string, R>({ max: MOST_ROWS, dispose: zero, noDisposeOnSet: true });

  constructor(private readonly get: Pick<Statement<R>, 'get'>) {}

  read(key: readonly SqlValue[]): R | undefined {
    const name = JSON.stringify(key);
    const row = this.rows.get(name) ?? this.get.get(key);
    if (row === undefined) return undefined;
    this.rows.set(name, row);
    return copyOf(row);
  }

  forget(key: readonly SqlValue[]): void {
    this.rows.delete(JSON.stringify(key));
  }

  empty(): void {
    this.rows.clear();
  }
}
