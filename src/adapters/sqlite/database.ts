import Driver from 'libsql';
import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';
import { Statement } from './statement';
import { storeError } from './store-error';
import { basename } from 'node:path';

export interface DatabaseOptions {
  /** `wal` lets readers and one writer work side by side; `delete` leaves a single file. Default `wal`. */
  readonly journal?: 'wal' | 'delete';
  /**
   * `full`: a commit has reached the disk when it returns. `normal`: the last ones may be lost with the power. `off`: the disk
   * is never waited for, and the file may be damaged when the power fails, so only for what is made anew then. Default `full`.
   */
  readonly synchronous?: 'full' | 'normal' | 'off';
  /** Overwrites what is deleted with zeros. Default false. */
  readonly secureDelete?: boolean;
  /** How long a call blocks for another connection's lock, in ms. Default 5000. */
  readonly busyTimeoutMs?: number;
  /** Page cache, in KiB. Default 8192. */
  readonly cacheKiB?: number;
  /**
   * Pages of the WAL after which a commit moves them into the main file, which waits for the disk twice. Default 1000. A page
   * that was written often meanwhile is moved once.
   */
  readonly checkpointPages?: number;
  /** Called whenever the file turns out not to be what was written. */
  readonly onDamage?: () => void;
}

/**
 * A SQLite file, and the only way to one: the driver is named nowhere else. Synchronous. Errors of the disk and of locks are
 * {@link StoreUnavailable}, those of a file that is not what was written {@link StoreDamaged}.
 */
export class Database {
  private readonly driver: Driver.Database;

  constructor(
    readonly path: string,
    private readonly options: DatabaseOptions = {},
  ) {
    try {
      this.driver = new Driver(path, { timeout: options.busyTimeoutMs ?? 5000 } as Driver.Options);
    } catch (error) {
      // The driver gives no code here, and reads nothing yet: whatever it is, the file could not be opened or made.
      throw new StoreUnavailable(`${basename(path)} can't be opened`, { cause: error });
    }
    this.exec(`PRAGMA journal_mode = ${options.journal ?? 'wal'};
      PRAGMA synchronous = ${options.synchronous ?? 'full'};
      PRAGMA secure_delete = ${options.secureDelete === true ? 'on' : 'off'};
      PRAGMA cache_size = -${options.cacheKiB ?? 8192};
      PRAGMA temp_store = memory;
      PRAGMA wal_autocheckpoint = ${options.checkpointPages ?? 1000}`);
  }

  /** Statements without values, separated by semicolons. */
  exec(sql: string): void {
    this.guarded(() => this.driver.exec(sql));
  }

  prepare<R = unknown>(sql: string): Statement<R> {
    const prepare = () => this.guarded(() => this.driver.prepare(sql));
    return new Statement<R>(prepare(), prepare, this.errorOf);
  }

  /** Runs `work` in one write transaction: all of it is on disk when this returns, or nothing when it throws. Does not nest. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk rolls back by itself; a second rollback would hide the reason.
      if (this.driver.inTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.driver.open;
  }

  get inTransaction(): boolean {
    return this.driver.inTransaction;
  }

  /** Moves everything into the main file and empties the WAL. Throws {@link StoreUnavailable} while somebody reads. */
  truncateWal(): void {
    const row = this.prepare<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (row?.busy !== 0) throw new StoreUnavailable(`${basename(this.path)}: the WAL is in use`);
  }

  /** Before closing: moves everything into the main file if it can be done now; else the next to open the file does. */
  settle(): void {
    try {
      if (this.driver.open) this.truncateWal();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  close(): void {
    if (this.driver.open) this.driver.close();
  }

  private guarded<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw this.errorOf(error);
    }
  }

  private readonly errorOf = (error: unknown): unknown => {
    const found = storeError(this.path, error);
    if (found instanceof StoreDamaged) this.options.onDamage?.();
    return found;
  };
}
