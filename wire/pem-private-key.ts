import { createPrivateKey, type KeyObject } from 'node:crypto';

const PEM = /^-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END ((?:RSA |EC )?PRIVATE KEY)-----$/;

/** What OpenSSH itself takes (`SSHBUF_MAX_BIGNUM`): whoever signs with a longer one is busy for minutes. */
export const MOST_RSA_BITS = 16_384;

const [INTEGER, OCTETS, OBJECT_ID, SEQUENCE] = [0x02, 0x04, 0x06, 0x30];

/** RSA, elliptic curves, Ed25519, as PKCS #8 names them. */
const RSA = '2a864886f70d010101';
const ALGORITHMS = [RSA, '2a8648ce3d0201', '2b6570'];

/** Where the content of a DER element of this tag lies. Throws for anything but the one way to write it. */
const element = (der: Buffer, at: number, tag: number): { readonly from: number; readonly to: number } => {
  const first = der.readUInt8(at + 1);
  const size = first < 0x80 ? 0 : first - 0x80;
  if (der.readUInt8(at) !== tag || size > 2 || first === 0x80) throw new RangeError('not DER');
  const length = size === 0 ? first : der.readUIntBE(at + 2, size);
  const from = at + 2 + size;
  if (from + length > der.length || length < [0, 0x80, 0x100][size]!) throw new RangeError('not DER');
  return { from, to: from + length };
};

/** Of which algorithm a key in PKCS #8 is (RFC 5958), and where the key itself lies: version, algorithm, key. */
const partsOf = (der: Buffer): { readonly algorithm: string; readonly keyAt: number } => {
  const version = element(der, element(der, 0, SEQUENCE).from, INTEGER);
  const algorithm = element(der, version.to, SEQUENCE);
  const name = element(der, algorithm.from, OBJECT_ID);
  return { algorithm: der.toString('hex', name.from, name.to), keyAt: element(der, algorithm.to, OCTETS).from };
};

/** An RSA key (RFC 8017, A.1.2: version, modulus, …) longer than is taken. Newer OpenSSL does not read it, older does. */
const isTooLong = (der: Buffer, at: number): boolean => {
  const version = element(der, element(der, at, SEQUENCE).from, INTEGER);
  const modulus = element(der, version.to, INTEGER);
  return modulus.to - modulus.from > MOST_RSA_BITS / 8 + 1;
};

/**
 * A private key in PEM, PKCS #8 or the older forms of RSA and elliptic curves, without a passphrase; undefined for one of
 * another algorithm, or of RSA above `MOST_RSA_BITS`. That is told before OpenSSL sees it: of a DSA or DH key it computes the public half while it reads, of
 * numbers as large as the text has room for, which takes it minutes. Throws for what is damaged.
 */
export const pemPrivateKey = (text: string): KeyObject | undefined => {
  const [, label, base64 = '', ending] = PEM.exec(text.trim()) ?? [];
  if (label === undefined || label !== ending) throw new RangeError('not one private key in PEM');
  const key = Buffer.from(base64, 'base64');
  if (label === 'RSA PRIVATE KEY') {
    return isTooLong(key, 0) ? undefined : createPrivateKey({ key, format: 'der', type: 'pkcs1' });
  }
  if (label === 'EC PRIVATE KEY') return createPrivateKey({ key, format: 'der', type: 'sec1' });
  const { algorithm, keyAt } = partsOf(key);
  if (!ALGORITHMS.includes(algorithm) || (algorithm === RSA && isTooLong(key, keyAt))) return undefined;
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
};
