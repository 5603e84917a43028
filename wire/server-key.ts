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

const seedBy = (rootKey: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', rootKey, new Uint8Array(), purpose, 32));

export interface TokenSealingKey {
  readonly public: string;
  readonly private: string;
}

/** X25519, raw, base64url: join tokens are sealed to it, so that nobody between agent and server can read them. */
export const tokenSealingKeyOf = (seed: Uint8Array): TokenSealingKey => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_X25519, seed]), format: 'der', type: 'pkcs8' });
  return { public: rawKeyOf(createPublicKey(key)), private: Buffer.from(seed).toString('base64url') };
};

/** The first seed of it: what is derived from the root key. */
export const firstTokenSealingSeed = (rootKey: Uint8Array): Buffer => seedBy(rootKey, TOKEN_PURPOSE);

/** The key by which agents know the server, from its 32 bytes. */
export const serverKeyOf = (seed: Uint8Array): ServerKey => {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: rawKeyOf(createPublicKey(privateKey)) };
};

/** The first seed of it: what is derived from the root key. */
export const firstServerSeed = (rootKey: Uint8Array): Buffer => seedBy(rootKey, PURPOSE);

/** The first of each, as every release before keys could be changed has it. */
export const serverKey = (rootKey: Uint8Array): ServerKey => serverKeyOf(firstServerSeed(rootKey));
export const tokenSealingKey = (rootKey: Uint8Array): TokenSealingKey =>
  tokenSealingKeyOf(firstTokenSealingSeed(rootKey));
