import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../kernel/facts/canonical-json';
import { StoreDamaged } from '../../kernel/store-errors';

export const MANIFEST = 'manifest.json';
/** In the order they are copied: what events point to is always in the material copied after them. */
export const COPIED = ['events.db', 'material.db'] as const;
/**
 * Signed checkpoints, which nobody can make again. Copied before the events, so that none of them is of facts that the copy lacks.
 * Backups of earlier releases have none. The key that signs is in no backup.
 */
export const CHECKPOINTS = 'evidence.db';

export interface CopiedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Grows when a copy of before can't be restored as one of now. */
export const MANIFEST_FORMAT = 1;

/** What a backup holds. Written last: a folder without one is no backup. */
export interface Manifest {
  readonly format: typeof MANIFEST_FORMAT;
  readonly id: string;
  readonly madeAt: string;
  readonly logId: string;
  readonly position: string;
  /** How far each policy had worked before the copy began: what they did since may not be in it. */
  readonly policies: Readonly<Record<string, string>>;
  readonly files: readonly CopiedFile[];
  /** Proves all of it; earlier releases wrote none. */
  readonly mac?: string;
}

/** What the code of a manifest is for. */
export const manifestText = (manifest: Manifest): string => canonicalJson({ ...manifest, mac: undefined });

export const describeFile = async (folder: string, name: string): Promise<CopiedFile> => {
  const path = join(folder, name);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
  }
  return { name, bytes: statSync(path).size, sha256: hash.digest('hex') };
};

/** Throws {@link StoreDamaged} when the folder holds no backup that this release can restore. */
export const readManifest = (folder: string): Manifest => {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'it is not JSON';
    throw new StoreDamaged(`${folder} is no finished backup: its ${MANIFEST} can't be read (${why}).`, {
      cause: error,
    });
  }
  if (manifest.format !== MANIFEST_FORMAT) {
    throw new StoreDamaged(`${folder} is a backup of another version of Keyledger; restore it with that version.`);
  }
  return manifest;
};
