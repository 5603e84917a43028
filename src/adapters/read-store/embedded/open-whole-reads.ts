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
import { dirname } from 'node:path';
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

/**
 * Says under which start of the machine the file was written, while it is open: after another one, pages of different moments may
 * lie in it, each whole. What was found to be damaged is marked likewise, until the next start.
 */
const markOf = (path: string): string => `${path}-open`;
const DAMAGED = 'damaged';

/** Under which start of the machine it was left open, or that it is damaged. Where the system tells none, a killed process left it. */
const leftOpen = (path: string): string | undefined => {
  if (!existsSync(path) || !existsSync(markOf(path))) return undefined;
  const found = readFileSync(markOf(path), 'utf8');
  return found !== '' && found === bootId() ? undefined : found;
};

const assertWhole = (path: string, database: Database): void => {
  if (statSync(path).size > SMALL_BYTES) return;
  const [found] = database.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').all();
  if (found?.quick_check !== 'ok') throw new StoreDamaged('reads.db is damaged: its pages do not fit together.');
};

const opened = (path: string, onDamage: () => void): Database => {
  const left = leftOpen(path);
  if (left === DAMAGED) throw new StoreDamaged('reads.db is damaged, as was found when it was read.');
  const database = openReadFile(path, { onDamage });
  try {
    // An older page is as good as the newer one to every check: what rests on it would be wrong for ever.
    if (left !== undefined) throw new StoreDamaged('reads.db was open when the machine stopped, and may be torn.');
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

/** Before the first write: the power may fail at once. */
const mark = (path: string, as: string): void => {
  writeFileSync(markOf(path), as);
  reachDisk(markOf(path));
  reachDisk(dirname(path));
};

/**
 * Opens the file of read models. Nothing in it waits for the disk, so one that was open when the power failed is not trusted;
 * any other is looked through where it is small. One that is damaged is set aside as `<path>.damaged`, which is told, and an empty one
 * takes its place; what turns out to be damaged later is told too, and so replaced at the next start. Throws {@link WrittenByNewerVersion}.
 */
export const openWholeReads = (
  path: string,
  onWarning?: (warning: string) => void,
): { readonly database: Database; readonly close: () => void } => {
  let [isServing, isDamaged] = [false, false];
  const onDamage = (): void => {
    if (!isServing || isDamaged) return;
    isDamaged = true;
    mark(path, DAMAGED);
    onWarning?.(
      'reads.db is damaged: the read models are built anew from the log at the next start; stop and start it.',
    );
  };
  let database: Database;
  try {
    database = opened(path, onDamage);
  } catch (error) {
    if (!(error instanceof StoreDamaged) || error instanceof WrittenByNewerVersion) throw error;
    setAside(path);
    onWarning?.(
      `${error.message} It was set aside as reads.db.damaged, and the read models are built anew from the log.`,
    );
    database = openReadFile(path, { onDamage });
  }
  mark(path, bootId());
  isServing = true;
  return {
    database,
    close: () => {
      database.settle();
      database.close();
      reachDisk(path);
      if (!isDamaged) rmSync(markOf(path), { force: true });
    },
  };
};
