import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { StoreDamaged } from '../../../kernel/store-errors';
import type { Database } from '../../sqlite/database';
import { WrittenByNewerVersion } from '../../sqlite/written-by-newer-version';
import { openReadFile } from './read-file';

/** Checked at every start: it takes no longer than reading it. */
const SMALL_BYTES = 64 * 1024 * 1024;
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** Another one after each start of the machine; '' where the system does not tell. */
const bootId = (): string => {
  try {
    return readFileSync(BOOT_ID, 'utf8').trim();
  } catch {
    return '';
  }
};

/** Says under which start of the machine the file was written, while it is open: then some of it may have reached the disk alone. */
const markOf = (path: string): string => `${path}-open`;

const mayBeTorn = (path: string): boolean =>
  existsSync(markOf(path)) && readFileSync(markOf(path), 'utf8') !== bootId();

const assertWhole = (path: string, database: Database): void => {
  if (statSync(path).size > SMALL_BYTES && !mayBeTorn(path)) return;
  const [found] = database.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').all();
  if (found?.quick_check !== 'ok') throw new StoreDamaged('reads.db is damaged: its pages do not fit together.');
};

const opened = (path: string): Database => {
  const database = openReadFile(path);
  try {
    assertWhole(path, database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const setAside = (path: string): void => {
  renameSync(path, `${path}.damaged`);
  for (const end of ['-wal', '-shm', '-open']) rmSync(`${path}${end}`, { force: true });
};

const reachDisk = (path: string): void => {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
};

/**
 * Opens the file of read models. Nothing in it waits for the disk, so it may be damaged when the power fails: it is looked
 * through where that may have happened, and where it is small. One that is damaged is set aside as `<path>.damaged`, which is told,
 * and an empty one takes its place. Throws {@link WrittenByNewerVersion}.
 */
export const openWholeReads = (
  path: string,
  onWarning?: (warning: string) => void,
): { readonly database: Database; readonly close: () => void } => {
  let database: Database;
  try {
    database = opened(path);
  } catch (error) {
    if (!(error instanceof StoreDamaged) || error instanceof WrittenByNewerVersion) throw error;
    setAside(path);
    onWarning?.(
      `${error.message} It was set aside as reads.db.damaged, and the read models are built anew from the log.`,
    );
    database = openReadFile(path);
  }
  writeFileSync(markOf(path), bootId());
  return {
    database,
    close: () => {
      database.settle();
      database.close();
      reachDisk(path);
      rmSync(markOf(path), { force: true });
    },
  };
};
