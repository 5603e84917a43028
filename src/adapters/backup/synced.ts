import { open } from 'node:fs/promises';

/** Has a file or folder reach the disk; with `content`, writes a new file, for its user alone. */
export const synced = async (path: string, content?: string): Promise<void> => {
  const file = await open(path, content === undefined ? 'r' : 'wx', 0o600);
  if (content !== undefined) {
    await file.writeFile(content);
  }
  await file.sync();
  await file.close();
};
