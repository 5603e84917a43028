import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { Random } from '../../kernel/random';
import { SealBroken } from '../../kernel/sealing';

const NONCE = 12;
const TAG = 16;

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: nonce ‖ ciphertext ‖ tag. `bound` is the AAD. */
export const sealBox = (key: KeyObject, plaintext: Uint8Array, bound: string, random: Random): Uint8Array => {
  const nonce = random.bytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(bound));
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
};

/** What was sealed with this key and bound to this; `what` names the box in the {@link SealBroken} thrown otherwise. */
export const openBox = (key: KeyObject, box: Uint8Array, bound: string, what: string): Buffer => {
  if (box.length < NONCE + TAG) throw new SealBroken(what);
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(box.subarray(box.length - TAG));
  const plaintext = decipher.update(box.subarray(NONCE, box.length - TAG));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    throw new SealBroken(what);
  }
  return plaintext;
};
