import { createPrivateKey, createPublicKey } from 'node:crypto';
import { sshString } from './ssh-string';

const MAGIC = Buffer.from('openssh-key-v1\0');
const TYPE = 'ssh-ed25519';
/** Of a key that is not encrypted, OpenSSH pads to this many bytes, with 1, 2, 3 … */
const BLOCK = 8;
const LINE = 70;
/** DER of a PKCS #8 Ed25519 private key up to its 32 bytes (RFC 8410 § 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface Ed25519Seed {
  /** 32 random bytes: the private key (RFC 8032 § 5.1.5). */
  readonly seed: Uint8Array;
  /** 4 random bytes, written twice: by them OpenSSH knows a right passphrase. */
  readonly check: Uint8Array;
  /** One line of printable ASCII that says whose key it is; may be empty. */
  readonly comment: string;
}

const rawPublicKey = (seed: Uint8Array): Buffer => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x as string, 'base64url');
};

/**
 * An Ed25519 private key as OpenSSH writes it (PROTOCOL.key), not encrypted: what `ssh -i` takes. OpenSSH reads no
 * PKCS #8 of this curve, and ssh2's own generator loses a leading zero byte.
 */
export const formatOpenSshKey = ({ seed, check, comment }: Ed25519Seed): string => {
  if (seed.length !== 32 || check.length !== 4) throw new RangeError('an Ed25519 key needs 32 bytes and 4 to check');
  const publicKey = rawPublicKey(seed);
  const section = Buffer.concat([
    check,
    check,
    sshString(TYPE),
    sshString(publicKey),
    sshString(Buffer.concat([seed, publicKey])),
    sshString(comment),
  ]);
  const padding = Buffer.from(Array.from({ length: -section.length & (BLOCK - 1) }, (_, i) => i + 1));
  const body = Buffer.concat([
    MAGIC,
    sshString('none'),
    sshString('none'),
    sshString(''),
    Buffer.from([0, 0, 0, 1]),
    sshString(Buffer.concat([sshString(TYPE), sshString(publicKey)])),
    sshString(Buffer.concat([section, padding])),
  ]).toString('base64');
  const lines = body.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
};
