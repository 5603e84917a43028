/** A `string` of the SSH protocols: its length in four bytes, big-endian, then its bytes (RFC 4251 § 5). */
export const sshString = (data: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(data as Uint8Array);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** The string at this offset, and where the next thing begins. Throws where it is cut short. */
export const readSshString = (data: Buffer, offset: number): { readonly value: Buffer; readonly end: number } => {
  const end = offset + 4 + data.readUInt32BE(offset);
  if (end > data.length) throw new RangeError('cut short');
  return { value: data.subarray(offset + 4, end), end };
};
