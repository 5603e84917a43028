import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import { shown } from './environment';

/** Parents first, one by one: node's own recursive way never returns where nothing can be made, as under `/proc`. */
const makeFolder = (path: string): void => {
  if (!existsSync(path)) {
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
};

const OURS = /^(events|material|reads|lock|evidence)\.db(-wal|-shm)?$|^(root\.key|evidence\.(key|key\.next|mark))$/;

/** A copy put back under another umask is as closed again as what was copied. Best effort: the folder itself is closed. */
const closeFiles = (folder: string): void => {
  for (const name of readdirSync(folder).filter((each) => OURS.test(each))) {
    try {
      const path = join(folder, name);
      if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    } catch {
      // Another owner's, or a file system without modes.
    }
  }
};

/** Makes the data folder, `0700`, when it is missing, proves that it can be written to, and makes what lies in it `0600`. Throws {@link BadConfiguration}. */
export const prepareDataDir = (path: string): void => {
  try {
    makeFolder(resolve(path));
    accessSync(path, constants.R_OK | constants.X_OK);
    // Made, not asked for: to root the system allows writing also where it makes nothing, as in `/proc`.
    rmdirSync(mkdtempSync(join(path, '.keyledger-')));
    closeFiles(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new BadConfiguration(
      `The data folder ${shown(path)} can't be written to (${reason}); set KEYLEDGER_DATA_DIR to a folder this user may write to.`,
    );
  }
};
