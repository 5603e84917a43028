import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { pemPrivateKey } from './pem-private-key';
import { readSshString, sshString } from './ssh-string';

const OPENSSH = /^-----BEGIN OPENSSH PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END OPENSSH PRIVATE KEY-----\s*$/;
const MAGIC = Buffer.from('openssh-key-v1\0');

const CURVES: ReadonlyMap<string, string> = new Map(
  Object.entries({ 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' }),
);

const bytes = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url');

/** A non-negative `mpint` (RFC 4251 § 5): a zero byte before a number whose first bit is set. */
const mpint = (number: Buffer): Buffer =>
  sshString((number[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), number]) : number);

/** The public half stands in the clear, even in an encrypted key: after cipher, key derivation, its options and a count. */
const blobInOpenSsh = (base64: string): Buffer => {
  const data = Buffer.from(base64, 'base64');
  if (!data.subarray(0, MAGIC.length).equals(MAGIC)) throw new RangeError('not openssh-key-v1');
  const afterOptions = [0, 1, 2].reduce((offset) => readSshString(data, offset).end, MAGIC.length);
  return readSshString(data, afterOptions + 4).value;
};

const blobOfJwk = ({ kty, crv = '', x, y, e, n }: JsonWebKey): Buffer | undefined => {
  if (kty === 'OKP' && crv === 'Ed25519') return Buffer.concat([sshString('ssh-ed25519'), sshString(bytes(x))]);
  if (kty === 'RSA') return Buffer.concat([sshString('ssh-rsa'), mpint(bytes(e)), mpint(bytes(n))]);
  const curve = kty === 'EC' ? CURVES.get(crv) : undefined;
  if (curve === undefined) return undefined;
  const point = Buffer.concat([Buffer.of(4), bytes(x), bytes(y)]);
  return Buffer.concat([sshString(`ecdsa-sha2-${curve}`), sshString(curve), sshString(point)]);
};

const blobInPem = (pem: string): Buffer | undefined => {
  const key = pemPrivateKey(pem);
  return key && blobOfJwk(createPublicKey(key).export({ format: 'jwk' }));
};

/**
 * `ssh-ed25519 AAAA…`: type and public key of a private key, as a line of `authorized_keys` begins. Reads OpenSSH's own
 * format (any type) and PEM (Ed25519, RSA, NIST curves). Undefined: no private key it knows.
 */
export const sshPublicKey = (privateKey: string): string | undefined => {
  try {
    const base64 = OPENSSH.exec(privateKey.trim())?.[1];
    const blob = base64 === undefined ? blobInPem(privateKey) : blobInOpenSsh(base64);
    if (blob === undefined) return undefined;
    const type = readSshString(blob, 0).value.toString('latin1');
    return /^[\w@.-]+$/.test(type) ? `${type} ${blob.toString('base64')}` : undefined;
  } catch {
    return undefined;
  }
};
