import { readdirSync } from 'node:fs';
import { lockDataFolder } from '../sqlite/data-folder-lock';
import { NotRestored } from './not-restored';

/** Where a restore prepares its files; one that was killed may have left it behind. */
export const DRAFT_FOLDER = 'restoring';
/** Keys may be put there beforehand: one is how the copy is proven to open, and with the other one evidence goes on. */
const NO_DATA = [DRAFT_FOLDER, 'root.key', 'evidence.key', 'evidence.mark', 'lock.db', 'lock.db-journal'];

/**
 * Makes an empty data folder this process's alone, until the answered function is called. Throws {@link NotRestored} for
 * one that holds data, DataFolderInUse for one that somebody works on; both are left as they are.
 */
export const claimEmptyFolder = (folder: string): (() => void) => {
  const found = readdirSync(folder);
  const data = found.filter((name) => !NO_DATA.includes(name));
  // A folder that is nobody's data folder gets no lock file either.
  const unlock = data.length === 0 || found.includes('lock.db') ? lockDataFolder(folder) : undefined;
  if (unlock === undefined || data.length > 0) {
    unlock?.();
    throw new NotRestored(
      `The data folder ${folder} is not empty (it holds ${data.slice(0, 3).join(', ')}); set KEYLEDGER_DATA_DIR to an empty one, or one that is not there yet.`,
    );
  }
  return unlock;
};
