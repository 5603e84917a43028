import { setImmediate as turn } from 'node:timers/promises';
import {
  Unzip,
  UnzipInflate,
  UnzipPassThrough,
  type AsyncFlateStreamHandler,
  type UnzipDecoder,
  type UnzipDecoderConstructor,
} from 'fflate';

/** Of each file in an archive the library remembers something, however small it is, in a list that grows at its front. */
const MOST_FILES = 20_000;
/** DEFLATE makes a thousand bytes of one at most: so many are unpacked between two turns of the event loop. */
const SLICE = 1024;

const UNPACKED_BY: readonly UnzipDecoderConstructor[] = [UnzipInflate, UnzipPassThrough];

/** For files that nobody wants: without it, the library keeps them, packed as they are, until the archive ends. */
const passingOver = (method: number): UnzipDecoderConstructor =>
  class implements UnzipDecoder {
    static readonly compression = method;
    ondata: AsyncFlateStreamHandler = () => undefined;
    push(): void {}
  };

function* slices(piece: Uint8Array): Iterable<Uint8Array> {
  for (let from = 0; from < piece.length; from += SLICE) yield piece.subarray(from, from + SLICE);
}

/**
 * What one file of a ZIP archive unpacks to, piece by piece, the others passed over. However much is packed into however
 * little, no more is unpacked than somebody takes, nor for long at a time. Throws for what is no ZIP.
 */
export async function* archivedFile(bytes: AsyncIterable<Uint8Array>, wanted: string): AsyncIterable<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failed: Error | undefined;
  let files = 0;
  const unzip = new Unzip((file) => {
    files += 1;
    if (files > MOST_FILES) failed = new Error('the zip holds too many files');
    const decoder = UNPACKED_BY.find(({ compression }) => file.name === wanted && compression === file.compression);
    if (file.name === wanted && decoder === undefined) failed = new Error('the data is packed in a way nobody knows');
    unzip.register(decoder ?? passingOver(file.compression));
    file.ondata = (error, piece) => {
      if (error) failed = error;
      else if (decoder !== undefined) ready.push(piece);
    };
    file.start();
  });
  for await (const piece of bytes) {
    for (const slice of slices(piece)) {
      unzip.push(slice);
      if (failed !== undefined) throw failed;
      if (ready.length === 0) continue;
      yield* ready;
      ready = [];
      await turn();
    }
  }
  unzip.push(new Uint8Array(), true);
  yield* ready;
}
