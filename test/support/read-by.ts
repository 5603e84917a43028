import type { ImportEntry, Reader } from '../../src/http/imports/entry';

/** What a reader makes of a file that comes in pieces of so many bytes. */
export const readBy = async (reader: Reader, file: string | Uint8Array, piece = 7): Promise<readonly ImportEntry[]> => {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  async function* pieces() {
    for (let from = 0; from < bytes.length; from += piece) yield bytes.subarray(from, from + piece);
  }
  const found: ImportEntry[] = [];
  for await (const entry of reader(pieces())) found.push(entry);
  return found;
};

/** What is to be made, and of which line. */
export const thingsOf = (entries: readonly ImportEntry[]) => entries.map(({ line, thing }) => [line, thing]);

/** Why nothing is made, by line; undefined where something is. */
export const codesOf = (entries: readonly ImportEntry[]) => entries.map(({ line, refused }) => [line, refused?.code]);
