import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';

export const MANIFEST = 'manifest.json';
/** In the order they are copied: what events point to is always in the material copied after them. */
export const COPIED = ['events.db', 'material.db'] as const;

export interface CopiedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a backup holds. Written last: a folder without one is no backup. */
export interface Manifest {
  readonly id: string;
  readonly madeAt: string;
  readonly logId: string;
  readonly position: string;
  readonly files: readonly CopiedFile[];
}

export const describeFile = async (folder: string, name: string): Promise<CopiedFile> => {
  const path = join(folder, name);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
  }
  return { name, bytes: statSync(path).size, sha256: hash.digest('hex') };
};
