import { writeFileSync, openSync, fsyncSync, renameSync, rmSync, closeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes durable which files a folder has. */
export const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** The whole text or an error: the system's own write takes a part for success when the disk fills up. */
const writeNew = (path: string, text: string): void => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    // It would only take the room that is missing.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
};

/** Replaces a file as a whole, readable by its owner only: after a crash there is the old one or the new one. */
export const writeDurably = (path: string, text: string): void => {
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  writeNew(temporary, text);
  renameSync(temporary, path);
  syncFolder(dirname(path));
};
