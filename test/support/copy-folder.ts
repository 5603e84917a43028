import { chmodSync, cpSync, statSync } from 'node:fs';

/** A copy of a folder with all that is in it, and as open as it is: some releases of Node copy a folder's mode, and some do not. */
export const copyFolder = (from: string, to: string): void => {
  cpSync(from, to, { recursive: true });
  chmodSync(to, statSync(from).mode);
};
