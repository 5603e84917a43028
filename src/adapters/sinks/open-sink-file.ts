import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SinkRefused } from '../../kernel/sinks';
import { factOfLine, LINE_START } from './file-line';

const PIECE = 64 * 1024;
const NEWLINE = 10;

/** A file that is written to, and which one it was when it was opened. */
export interface SinkFileHandle {
  readonly handle: FileHandle;
  readonly ino: number;
  readonly dev: number;
  size: number;
  /** The fact of its last line. */
  last: string | undefined;
}

const read = async (handle: FileHandle, from: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
};

/** What stands between the last line end before a place, and that place. */
const tail = async (handle: FileHandle, end: number): Promise<Buffer> => {
  let found = Buffer.alloc(0);
  for (let from = end; from > 0;) {
    const length = Math.min(PIECE, from);
    from -= length;
    const piece = await read(handle, from, length);
    const at = piece.lastIndexOf(NEWLINE);
    found = Buffer.concat([at === -1 ? piece : piece.subarray(at + 1), found]);
    if (at !== -1) break;
  }
  return found;
};

const isOurs = (bytes: Buffer): boolean => {
  const start = Buffer.from(LINE_START);
  const length = Math.min(start.length, bytes.length);
  return bytes.subarray(0, length).equals(start.subarray(0, length));
};

/** A line that a crash has left half is taken away: its fact is sent again. Where a file may only grow, its line is ended. */
const mend = async (handle: FileHandle, size: number): Promise<number> => {
  const torn = await tail(handle, size);
  if (torn.length === 0) return size;
  if (!isOurs(torn)) throw new SinkRefused('NOT_A_SINK_FILE');
  try {
    await handle.truncate(size - torn.length);
    return size - torn.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    await handle.appendFile('\n');
    return size + 1;
  }
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Opens a file of lines to go on with it, or makes it, for its user alone. Throws what the system throws, {@link SinkRefused} for a file of something else. */
export const openSinkFile = async (path: string): Promise<SinkFileHandle> => {
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDWR } = constants;
  const handle = await open(path, O_APPEND | O_CREAT | O_NONBLOCK | O_RDWR, 0o600);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new SinkRefused('NOT_A_FILE');
    if (!isOurs(await read(handle, 0, LINE_START.length))) throw new SinkRefused('NOT_A_SINK_FILE');
    if (stats.size === 0) await syncFolder(path);
    const size = await mend(handle, stats.size);
    const last = size === 0 ? undefined : factOfLine((await tail(handle, size - 1)).toString());
    return { handle, ino: stats.ino, dev: stats.dev, size, last };
  } catch (error) {
    await handle.close();
    throw error;
  }
};
