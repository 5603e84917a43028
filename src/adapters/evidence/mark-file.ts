import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { decimal } from '../../../wire/tlog/decimal';
import type { SignedMark } from '../../kernel/evidence-key';
import { StoreDamaged } from '../../kernel/store-errors';

const markOf = (text: string): SignedMark | undefined => {
  const [origin = '', count, root = ''] = text.split('\n');
  const size = decimal(count);
  return origin === '' || size === undefined || root === '' ? undefined : { origin, size: Number(size), root };
};

/** Three lines: origin, size, root. Throws StoreDamaged for a file that does not say them: it must not count as none. */
export const readMark = (path: string): SignedMark | undefined => {
  if (!existsSync(path)) return undefined;
  const mark = markOf(readFileSync(path, 'utf8'));
  if (mark === undefined) {
    throw new StoreDamaged(
      `${path}, which says how far checkpoints were signed, can't be read; put it back from a copy. Removed, the newest kept checkpoint counts in its place.`,
    );
  }
  return mark;
};

/** Replaces the mark at once and for good, or leaves the one before. */
export const writeMark = (path: string, { origin, size, root }: SignedMark): void => {
  const draft = `${path}.new`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, `${origin}\n${size}\n${root}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
};
