import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { StoreDamaged } from '../../kernel/store-errors';
import { Database, type DatabaseOptions } from './database';
import { WrittenByNewerVersion } from './written-by-newer-version';

/** What lies in a file. */
export interface FileFormat {
  /** Four letters in the file's header (SQLite's application id) that tell it from other files, for ever. */
  readonly mark: string;
  /** SQL that takes the file from format n to n + 1. Only ever grows. */
  readonly steps: readonly string[];
}

const markOf = (format: FileFormat): number => Buffer.from(format.mark, 'latin1').readInt32BE();

const upgrade = (database: Database, format: FileFormat, from: number): void => {
  if (from === format.steps.length) return;
  database.transaction(() => {
    for (const step of format.steps.slice(from)) database.exec(step);
    database.exec(`PRAGMA application_id = ${markOf(format)}; PRAGMA user_version = ${format.steps.length}`);
  });
};

const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** Appears whole or not at all, so that a file found empty or half-made is a damaged one, never a new one. */
const make = (path: string, format: FileFormat): void => {
  const draft = `${path}.new`;
  for (const leftover of [draft, `${draft}-journal`]) rmSync(leftover, { force: true });
  const database = new Database(draft, { journal: 'delete' });
  upgrade(database, format, 0);
  database.close();
  renameSync(draft, path);
  syncFolder(dirname(path));
};

const headerOf = (path: string): Buffer => {
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  readSync(file, header, 0, header.length, 0);
  closeSync(file);
  return header;
};

/**
 * Read from the bytes before SQLite opens the file, because opening an empty one would make it a good, empty database.
 * Offsets: SQLite file format § 1.3.
 */
const assertWhole = (path: string, format: FileFormat): void => {
  const header = headerOf(path);
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0' || header.readInt32BE(68) !== markOf(format)) {
    throw new StoreDamaged(`${basename(path)} is damaged: it does not begin as this file must.`);
  }
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  // With a WAL, pages may stand there that the file does not hold yet.
  if ((wal?.size ?? 0) === 0 && statSync(path).size < header.readUInt32BE(28) * pageSize) {
    throw new StoreDamaged(`${basename(path)} is damaged: it is cut off.`);
  }
};

/**
 * Opens a file of the data folder, making it when it isn't there and bringing an older one to the present format. Throws
 * StoreDamaged for a file that is not what was written ({@link WrittenByNewerVersion} for one of a later release);
 * nothing is repaired, and such a file is left as it is.
 */
export const openDataFile = (path: string, format: FileFormat, options: DatabaseOptions = {}): Database => {
  if (!existsSync(path)) make(path, format);
  assertWhole(path, format);
  const database = new Database(path, options);
  try {
    const found = database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
    if (found > format.steps.length) throw new WrittenByNewerVersion(basename(path), found, format.steps.length);
    // Reads the whole schema, so that a file damaged at its root is told now and not at the first request.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    upgrade(database, format, found);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};
