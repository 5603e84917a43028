import { createHmac, hash, type KeyObject } from 'node:crypto';

/** Of SHA-256: its block and its digest, bytes. */
const [BLOCK, DIGEST] = [64, 32];
/** Longer texts are rare; no letter of a JavaScript text has more than three bytes. */
const [MOST_LETTERS, MOST_BYTES_OF_A_LETTER] = [8192, 3];

/** RFC 2104: a key that is no longer than a block is filled with zeros and mixed with a constant byte. */
const padded = (key: Uint8Array, constant: number, behind: number): Buffer => {
  const pad = Buffer.alloc(BLOCK + behind);
  pad.fill(constant, 0, BLOCK);
  key.forEach((byte, at) => (pad[at] = byte ^ constant));
  return pad;
};

/**
 * HMAC-SHA-256 (RFC 2104) of texts in UTF-8 under one key of at most 64 bytes, in base64url. Written as the two hashes that it
 * is: Node makes a stream for each `Hmac`, which takes longer than the hashing, and every fact that is read is checked.
 */
export const textMac = (key: KeyObject): ((text: string) => string) => {
  const bytes = key.export();
  const inner = padded(bytes, 0x36, MOST_LETTERS * MOST_BYTES_OF_A_LETTER);
  const outer = padded(bytes, 0x5c, DIGEST);
  bytes.fill(0);
  return (text) => {
    if (text.length > MOST_LETTERS) return createHmac('sha256', key).update(text).digest('base64url');
    const end = BLOCK + inner.write(text, BLOCK);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK, 'binary');
    return hash('sha256', outer, 'base64url');
  };
};
