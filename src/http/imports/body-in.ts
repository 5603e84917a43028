import type { Readable } from 'node:stream';
import { runningDigest } from '../../../wire/running-digest';

const SILENT_MS = 30_000;

/** The body of an upload, as it comes, and what it was in all. */
export interface BodyIn {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Takes in what nobody has read, and answers the SHA-256 of all of it. */
  digest(): Promise<string>;
}

/** Errors: whoever sends nothing for 30 seconds is given up, and so is one who hangs up. */
export const bodyIn = (body: Readable): BodyIn => {
  const digest = runningDigest();
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    const timer = setTimeout(() => body.destroy(new Error('nothing came for 30 seconds')), SILENT_MS);
    try {
      const piece = await pieces.next();
      if (piece.done !== true) digest.add(piece.value);
      return piece;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    // Without `return`: who stops reading early leaves the rest to `digest`.
    bytes: { [Symbol.asyncIterator]: () => ({ next }) },
    digest: async () => {
      for (let piece = await next(); piece.done !== true;) piece = await next();
      return digest.end();
    },
  };
};
