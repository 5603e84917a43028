import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Writes as fast as the file takes it, for this user alone; half of it must not pass for the whole. `what`: "export". */
export const saveStream = async (content: AsyncIterable<Uint8Array>, path: string, what: string): Promise<void> => {
  try {
    await pipeline(content, createWriteStream(path, { mode: 0o600, flush: true }));
  } catch (error) {
    throw new Error(`${path} is not the whole ${what}: ${(error as Error).message}`, { cause: error });
  }
};
