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

/** HKDF info: of the key to which agents seal the tokens they come with. */
const TOKEN_PURPOSE = 'keyledger/join-token-sealing/v1';

/** DER of a PKCS #8 X25519 private key up to its 32 bytes (RFC 8410 § 7). */
const PKCS8_X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** X25519, raw, base64url: join tokens are sealed to it, so that nobody between agent and server can read them. */
export const tokenSealingKey = (rootKey: Uint8Array): { readonly public: string; readonly private: string } => {
  const seed = Buffer.from(hkdfSync('sha256', rootKey, new Uint8Array(), TOKEN_PURPOSE, 32));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_X25519, seed]), format: 'der', type: 'pkcs8' });
  return { public: rawKeyOf(createPublicKey(key)), private: seed.toString('base64url') };
};

/** The key by which agents know the server: the same on every replica and after every restart that has the root key. */
export const serverKey = (rootKey: Uint8Array): ServerKey => {
  const seed = Buffer.from(hkdfSync('sha256', rootKey, new Uint8Array(), PURPOSE, 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: rawKeyOf(createPublicKey(privateKey)) };
};
