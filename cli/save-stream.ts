import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { print } from './print';
import { ServerRefused } from './server-refused';
import { UsageError } from './usage-error';

/** What is to be saved: asked for once there is a place for it, so that nothing is read, and told to be, in vain. */
type Ask = () => Promise<AsyncIterable<Uint8Array>>;

/** What is there and is no file, such as a pipe or a device, is written into as it is. */
const isSpecial = async (path: string): Promise<boolean> => {
  try {
    const found = await stat(path);
    return !found.isFile() && !found.isDirectory();
  } catch {
    return false;
  }
};

const saveWhole = async (ask: Ask, path: string): Promise<void> => {
  const draft = `${path}.${process.pid}.part`;
  if ((await stat(path).catch(() => undefined))?.isDirectory() === true) throw new Error('it is a folder');
  const file = await open(draft, 'wx', 0o600);
  try {
    await pipeline(await ask(), createWriteStream(draft, { fd: file, flush: true }));
    await rename(draft, path);
  } finally {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
  }
};

/** Saves what is asked for, for this user alone: the file appears whole or not at all, and what was there before stays until then. */
export const saveStream = async (ask: Ask, path: string): Promise<void> => {
  try {
    if (await isSpecial(path)) await pipeline(await ask(), createWriteStream(path));
    else await saveWhole(ask, path);
  } catch (error) {
    if (error instanceof ServerRefused) throw error;
    throw new Error(`${path} was not written: ${(error as Error).message}`, { cause: error });
  }
};

/** Where an answer goes, and how it is told. */
export interface Delivery {
  /** A file; absent: standard output. */
  readonly output?: string | undefined;
  readonly format: string;
  /** Whether what is printed is JSON. */
  readonly json: boolean;
}

/** Prints an answer as it comes, or saves it and says how long it is. Throws when nothing could be saved. */
export const deliver = async (ask: Ask, { output, format, json }: Delivery): Promise<void> => {
  if (output === undefined) {
    await pipeline(await ask(), process.stdout, { end: false });
    return;
  }
  await saveStream(ask, output);
  const { size: bytes } = await stat(output);
  await print(json ? JSON.stringify({ file: output, format, bytes }) : `Wrote ${bytes} bytes to ${output}.`);
};

/** What the API is asked in addition for a file that Excel opens by a double click. Throws {@link UsageError} where it is no CSV. */
export const forExcel = (isWanted: boolean, format: string): { readonly bom?: '1' } => {
  if (!isWanted) return {};
  if (format !== 'csv') throw new UsageError('--bom goes with --format csv');
  return { bom: '1' };
};
