import { createECDH, createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

/** The order of P-256's base point (NIST SP 800-186 § 3.2.1.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** HKDF info (RFC 5869): no other key of ours is derived under it. */
const PURPOSE = 'keyledger/local-issuer/v1';

export interface LocalIssuerKey {
  /** Signs ES256. */
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** JWK thumbprint, SHA-256 (RFC 7638). */
  readonly kid: string;
}

/** Bytes to a scalar in [1, n - 1] by "extra random bits" (FIPS 186-5 A.2.1): 128 more than needed, so the bias is below 2^-128. */
const scalarOf = (bytes: Buffer): Buffer => {
  const scalar = (BigInt(`0x${bytes.toString('hex')}`) % (ORDER - 1n)) + 1n;
  return Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
};

/** The first scalar of it: what is derived from the root key. */
export const firstIssuerScalar = (rootKey: Uint8Array): Buffer =>
  scalarOf(Buffer.from(hkdfSync('sha256', rootKey, new Uint8Array(), PURPOSE, 48)));

/** A fresh scalar from 48 random bytes. */
export const issuerScalarFrom = (random: Uint8Array): Buffer => scalarOf(Buffer.from(random));

/** The built-in issuer's P-256 key from its scalar, 32 bytes. */
export const issuerKeyOf = (d: Uint8Array): LocalIssuerKey => {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  // Uncompressed: 0x04 ‖ x ‖ y.
  const point = curve.getPublicKey();
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const publicJwk = { crv: 'P-256', kty: 'EC', x, y };
  const privateJwk = { ...publicJwk, d: Buffer.from(d).toString('base64url') };
  return {
    privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' }),
    publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }),
    kid: createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url'),
  };
};

/** The first key: the same on every replica and after every restart that has the root key, until it is changed. */
export const localIssuerKey = (rootKey: Uint8Array): LocalIssuerKey => issuerKeyOf(firstIssuerScalar(rootKey));
