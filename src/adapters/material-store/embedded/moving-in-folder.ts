import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CopyMark } from '../copy-mark';
import { MaterialFile } from './material-file';

/** What stands in a data folder of a copy, without opening anything else; undefined where there are no sealed values. */
export const movingInFolder = (dataDir: string): CopyMark | undefined => {
  const path = join(dataDir, 'material.db');
  if (!existsSync(path)) return undefined;
  const file = new MaterialFile(path);
  try {
    return file.moving();
  } finally {
    file.close();
  }
};
