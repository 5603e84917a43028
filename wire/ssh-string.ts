/** A `string` of the SSH protocols: its length in four bytes, big-endian, then its bytes (RFC 4251 § 5). */
export const sshString = (data: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(data as Uint8Array);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
