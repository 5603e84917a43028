import { join } from 'node:path';
import { DataFolderInUse } from './data-folder-in-use';
import { Database } from './database';

/** Held for the life of the process: a database nobody refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<Database>();

const isBusy = (error: unknown): boolean =>
  String(((error as Error).cause as { code?: unknown } | undefined)?.code).startsWith('SQLITE_BUSY');

/**
 * Makes a data folder this process's alone, until the answered function is called or the process is gone (the system drops
 * the lock of a killed one). Throws {@link DataFolderInUse} at once, StoreUnavailable when the folder can't be written to.
 */
export const lockDataFolder = (folder: string): (() => void) => {
  try {
    const database = new Database(join(folder, 'lock.db'), { journal: 'delete', busyTimeoutMs: 0 });
    database.exec('BEGIN EXCLUSIVE');
    held.add(database);
    return () => {
      if (held.delete(database)) {
        database.exec('ROLLBACK');
        database.close();
      }
    };
  } catch (error) {
    throw isBusy(error) ? new DataFolderInUse(folder, { cause: error }) : error;
  }
};
