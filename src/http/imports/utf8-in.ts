import { TextDecoder } from 'node:util';

const UTF8_MARK = Buffer.of(0xef, 0xbb, 0xbf);

const startsWith = (bytes: Uint8Array, mark: readonly number[] | Uint8Array): boolean =>
  [...mark].every((byte, n) => bytes[n] === byte);

/** The first bytes of a file, enough to see a byte order mark, and all that follows. */
async function* fromStart(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array();
  for await (const piece of bytes) {
    if (start === undefined) {
      yield piece;
      continue;
    }
    start = Buffer.concat([start, piece]);
    if (start.length >= 4) {
      yield start;
      start = undefined;
    }
  }
  if (start !== undefined && start.length > 0) yield start;
}

/** A file as UTF-8 without a byte order mark, whichever of the three it was written in. Throws TypeError for broken UTF-16. */
export async function* utf8In(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const piece of fromStart(bytes)) {
    if (isFirst) {
      if (startsWith(piece, [0xff, 0xfe])) decoder = new TextDecoder('utf-16le', { fatal: true });
      if (startsWith(piece, [0xfe, 0xff])) decoder = new TextDecoder('utf-16be', { fatal: true });
      isFirst = false;
      if (decoder === undefined) {
        yield startsWith(piece, UTF8_MARK) ? piece.subarray(3) : piece;
        continue;
      }
    }
    yield decoder === undefined ? piece : Buffer.from(decoder.decode(piece, { stream: true }));
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}
