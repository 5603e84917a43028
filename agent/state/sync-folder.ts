import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes durable which files a folder has. */
export const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
};
