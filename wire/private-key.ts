import { MOST_RSA_BITS, pemPrivateKey } from './pem-private-key';
import { sshPublicKey } from './ssh-public-key';
import { readSshString } from './ssh-string';

/** Keys that sshd takes and an agent can log in with; others need a device, or are refused by every sshd of today. */
const TYPES = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521))$/;
const OPENSSH = /^-----BEGIN OPENSSH PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END OPENSSH PRIVATE KEY-----\s*$/;
const PEM = /^-----BEGIN ((RSA|EC) )?PRIVATE KEY-----/;
const PUBLIC =
  /^((ssh|ecdsa|sk-ssh|sk-ecdsa)-[\w@.-]+ AAAA|-----BEGIN ((RSA|EC) )?PUBLIC KEY-----|---- BEGIN SSH2 PUBLIC KEY ----)/;
const MAGIC = Buffer.from('openssh-key-v1\0');

/** OpenSSH's `RequiredRSASize`: sshd refuses shorter ones. */
const LEAST_RSA_BITS = 1024;

/** Why a text is no private key that an agent can use. */
export type PrivateKeyProblem = 'putty' | 'encrypted' | 'public' | 'kind' | 'damaged' | 'no-key';

/** Two equal numbers stand before the private part: unequal ones mean a key that was cut or changed. */
const isWholeOpenSsh = (data: Buffer, afterPublic: number): boolean => {
  const { value: section, end } = readSshString(data, afterPublic);
  return end === data.length && section.length >= 8 && section.readUInt32BE(0) === section.readUInt32BE(4);
};

const isLengthTaken = (bits: number): boolean => bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS;

/** Of the modulus, in a public key of RSA: type, exponent, modulus, which begins with a zero byte or its first bit set in none. */
const bitsOf = (publicKey: Buffer): number => {
  const exponent = readSshString(publicKey, readSshString(publicKey, 0).end);
  const modulus = readSshString(publicKey, exponent.end).value;
  const significant = modulus.subarray(modulus.findIndex((byte) => byte !== 0));
  return significant.length * 8 - Math.clz32(significant[0] ?? 0) + 24;
};

const openSshProblem = (base64: string): PrivateKeyProblem | undefined => {
  const data = Buffer.from(base64, 'base64');
  if (!data.subarray(0, MAGIC.length).equals(MAGIC)) return 'damaged';
  const cipher = readSshString(data, MAGIC.length);
  if (cipher.value.toString('latin1') !== 'none') return 'encrypted';
  const options = readSshString(data, readSshString(data, cipher.end).end);
  if (data.readUInt32BE(options.end) !== 1) return 'kind';
  const publicKey = readSshString(data, options.end + 4);
  const type = readSshString(publicKey.value, 0).value.toString('latin1');
  if (!TYPES.test(type)) return 'kind';
  if (type === 'ssh-rsa' && !isLengthTaken(bitsOf(publicKey.value))) return 'kind';
  return isWholeOpenSsh(data, publicKey.end) ? undefined : 'damaged';
};

const pemProblem = (text: string): PrivateKeyProblem | undefined => {
  const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength = 0 } = {} } = pemPrivateKey(text) ?? {};
  if (type === 'rsa' && !isLengthTaken(modulusLength)) return 'kind';
  return sshPublicKey(text) === undefined ? 'kind' : undefined;
};

/** What keeps this text from being used as an SSH private key; undefined: nothing. One judgement, for server and agent. */
export const keyProblem = (given: string): PrivateKeyProblem | undefined => {
  const text = given.trim();
  if (text.startsWith('PuTTY-User-Key-File-')) return 'putty';
  if (PUBLIC.test(text)) return 'public';
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED|BEGIN SSH2 ENCRYPTED PRIVATE KEY/m.test(text)) {
    return 'encrypted';
  }
  try {
    const base64 = OPENSSH.exec(text)?.[1];
    if (base64 !== undefined) return openSshProblem(base64);
    if (PEM.test(text)) return pemProblem(text);
  } catch {
    return 'damaged';
  }
  if (text.startsWith('-----BEGIN OPENSSH PRIVATE KEY-----')) return 'damaged';
  return /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text) ? 'kind' : 'no-key';
};
