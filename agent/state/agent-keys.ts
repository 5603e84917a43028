import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rawKeyOf } from '../../wire/raw-key';

/** As kept on disk, 0600: raw, base64url. */
export interface StoredKeys {
  readonly signing: { readonly public: string; readonly private: string };
  readonly sealing: { readonly public: string; readonly private: string };
  /** Ms since 1970. */
  readonly madeAt: number;
}

const halves = (key: KeyObject): StoredKeys['signing'] => ({
  public: rawKeyOf(key),
  private: key.export({ format: 'jwk' }).d as string,
});

export const makeKeys = (now: number): StoredKeys => ({
  signing: halves(generateKeyPairSync('ed25519').privateKey),
  sealing: halves(generateKeyPairSync('x25519').privateKey),
  madeAt: now,
});

export const signingKeyOf = ({ signing }: StoredKeys): KeyObject =>
  createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signing.public, d: signing.private }, format: 'jwk' });
