import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
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

/** Makes the data folder, `0700`, when it is missing, and proves that it can be written to. Throws {@link BadConfiguration}. */
export const prepareDataDir = (path: string): void => {
  try {
    makeFolder(resolve(path));
    accessSync(path, constants.R_OK | constants.X_OK);
    // Made, not asked for: to root the system allows writing also where it makes nothing, as in `/proc`.
    rmdirSync(mkdtempSync(join(path, '.keyledger-')));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new BadConfiguration(
      `The data folder ${shown(path)} can't be written to (${reason}); set KEYLEDGER_DATA_DIR to a folder this user may write to.`,
    );
  }
};
