import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { print } from './print';

/** Writes as fast as the file takes it, for this user alone; half of it must not pass for the whole. `what`: "export". */
const saveStream = async (content: AsyncIterable<Uint8Array>, path: string, what: string): Promise<void> => {
  try {
    await pipeline(content, createWriteStream(path, { mode: 0o600, flush: true }));
  } catch (error) {
    throw new Error(`${path} is not the whole ${what}: ${(error as Error).message}`, { cause: error });
  }
};

/** Where an answer goes, and how it is told. */
export interface Delivery {
  /** A file; absent: standard output. */
  readonly output?: string | undefined;
  readonly format: string;
  /** Whether what is printed is JSON. */
  readonly json: boolean;
  /** "export" */
  readonly what: string;
}

/** Prints an answer as it comes, or saves it and says how long it is. Throws when the file is not the whole of it. */
export const deliver = async (
  content: AsyncIterable<Uint8Array>,
  { output, format, json, what }: Delivery,
): Promise<void> => {
  if (output === undefined) {
    await pipeline(content, process.stdout, { end: false });
    return;
  }
  await saveStream(content, output, what);
  const { size: bytes } = await stat(output);
  await print(json ? JSON.stringify({ file: output, format, bytes }) : `Wrote ${bytes} bytes to ${output}.`);
};
