import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { rawKeyOf } from './raw-key';

/** HKDF info (RFC 5869): no other key of ours is derived under it. */
const PURPOSE = 'keyledger/job-signing/v1';

/** DER of a PKCS #8 Ed25519 private key up to its 32 bytes (RFC 8410 § 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface ServerKey {
  /** Ed25519: signs jobs. */
  readonly privateKey: KeyObject;
  /** Raw, base64url. */
  readonly publicKey: string;
}

/** The key by which agents know the server: the same on every replica and after every restart that has the root key. */
export const serverKey = (rootKey: Uint8Array): ServerKey => {
  const seed = Buffer.from(hkdfSync('sha256', rootKey, new Uint8Array(), PURPOSE, 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: rawKeyOf(createPublicKey(privateKey)) };
};
