import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** As after a restore: the log is there, and nothing was made of it. No server may be at work. */
export const forgetReads = (dataDir: string): void => {
  for (const file of readdirSync(dataDir)) {
    if (file.startsWith('reads.db')) rmSync(join(dataDir, file));
  }
};
