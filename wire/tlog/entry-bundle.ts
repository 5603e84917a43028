const MOST_BYTES = 0xffff;

/** Entries as a tile of them is served: each behind its length in two bytes. Throws where one is longer than these can say. */
export const entryBundle = (entries: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > MOST_BYTES) {
        throw new RangeError(`an entry of ${entry.length} bytes does not fit into a bundle`);
      }
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );

/** The entries of a bundle; undefined where it ends amid one. */
export const parseEntryBundle = (bundle: Buffer): readonly Buffer[] | undefined => {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    if (at + 2 > bundle.length) return undefined;
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
};
