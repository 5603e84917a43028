import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** A value as the system that was there before stored it, base64: AES-256-GCM under the SHA-256 of the secret, no AAD. */
export const v1Box = (secret: string, value: string): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', createHash('sha256').update(secret, 'utf8').digest(), nonce);
  const ciphertext = Buffer.concat([cipher.update(value), cipher.final()]);
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]).toString('base64');
};
