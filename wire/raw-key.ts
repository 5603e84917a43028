import { createPublicKey, type KeyObject } from 'node:crypto';

type Curve = 'Ed25519' | 'X25519';

/** A raw 32-byte public key, base64url, as `node:crypto` wants it (RFC 8037). Throws on anything else. */
export const publicKeyOf = (curve: Curve, raw: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: curve, x: raw }, format: 'jwk' });

/** The other way round. */
export const rawKeyOf = (key: KeyObject): string => key.export({ format: 'jwk' }).x as string;
