import { accessSync, constants, mkdirSync } from 'node:fs';
import { BadConfiguration } from './bad-configuration';
import { shown } from './environment';

/** Makes the data folder, `0700`, when it is missing, and proves that it can be written to. Throws {@link BadConfiguration}. */
export const prepareDataDir = (path: string): void => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new BadConfiguration(
      `The data folder ${shown(path)} can't be written to (${reason}); set KEYLEDGER_DATA_DIR to a folder this user may write to.`,
    );
  }
};
