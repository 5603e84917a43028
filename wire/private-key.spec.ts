import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { formatOpenSshKey } from './openssh-key';
import { keyProblem } from './private-key';
import { sshPublicKey } from './ssh-public-key';
import { sshString } from './ssh-string';

const openSsh = formatOpenSshKey({ seed: Buffer.alloc(32, 7), check: Buffer.alloc(4, 1), comment: 'ann' });
const bytesOf = (key: string) => Buffer.from(key.split('\n').slice(1, -2).join(''), 'base64');
const written = (data: Buffer) =>
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${data.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
const ed25519 = generateKeyPairSync('ed25519');
const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1' | 'spki', sealed = false): string =>
  key
    .export({ type, format: 'pem', ...(sealed ? { cipher: 'aes-256-cbc', passphrase: 'x' } : {}) } as never)
    .toString();

/** The header of a key with this cipher and this type, as OpenSSH writes it; the private part is made up. */
const headed = (cipher: string, type: string, keys = 1, checks = [1, 1]): string => {
  const section = Buffer.from([0, 0, 0, checks[0]!, 0, 0, 0, checks[1]!]);
  const count = Buffer.from([0, 0, 0, keys]);
  const magic = Buffer.from('openssh-key-v1\0');
  const parts = [
    magic,
    sshString(cipher),
    sshString('none'),
    sshString(''),
    count,
    sshString(sshString(type)),
    sshString(section),
  ];
  return written(Buffer.concat(parts));
};

test.each<[string, string]>([
  ['Ed25519 as OpenSSH writes it', openSsh],
  ['pasted with carriage returns', openSsh.replaceAll('\n', '\r\n')],
  ['pasted with blanks around', `\n  ${openSsh}\n\n`],
  ['RSA, PKCS #1', pem(rsa.privateKey, 'pkcs1')],
  ['RSA, PKCS #8', pem(rsa.privateKey, 'pkcs8')],
  ['P-256, SEC 1', pem(ec('prime256v1'), 'sec1')],
  ['P-521, PKCS #8', pem(ec('secp521r1'), 'pkcs8')],
  ['Ed25519, PKCS #8', pem(ed25519.privateKey, 'pkcs8')],
])('%s can be used, and has a public half', (_, key) => {
  expect(keyProblem(key)).toBeUndefined();
  expect(sshPublicKey(key)).toMatch(/^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+) /);
});

test.each<[string, string, string]>([
  ['PuTTY, version 3', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\n', 'putty'],
  ['PuTTY, version 2', 'PuTTY-User-Key-File-2: ssh-rsa\r\nEncryption: none\r\n', 'putty'],
  ['PKCS #8 under a passphrase', pem(rsa.privateKey, 'pkcs8', true), 'encrypted'],
  ['PKCS #1 under a passphrase', pem(rsa.privateKey, 'pkcs1', true), 'encrypted'],
  ['OpenSSH’s own under a passphrase', headed('aes256-ctr', 'ssh-ed25519'), 'encrypted'],
  ['an OpenSSH public key', sshPublicKey(openSsh) as string, 'public'],
  ['a line of authorized_keys', `${sshPublicKey(openSsh)} ann@host`, 'public'],
  ['a PEM public key', pem(rsa.publicKey, 'spki'), 'public'],
  ['a key of a hardware token', headed('none', 'sk-ssh-ed25519@openssh.com'), 'kind'],
  ['DSA', headed('none', 'ssh-dss'), 'kind'],
  ['two keys in one', headed('none', 'ssh-ed25519', 2), 'kind'],
  ['X25519, which signs nothing', pem(generateKeyPairSync('x25519').privateKey, 'pkcs8'), 'kind'],
  ['a curve sshd does not know', pem(ec('secp256k1'), 'sec1'), 'kind'],
  ['RSA of 512 bits', pem(generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey, 'pkcs1'), 'kind'],
  ['a DSA header', '-----BEGIN DSA PRIVATE KEY-----\nMIIB\n-----END DSA PRIVATE KEY-----', 'kind'],
  ['one with its end cut off', openSsh.slice(0, 200), 'damaged'],
  ['one with bytes cut out', written(bytesOf(openSsh).subarray(0, -20)), 'damaged'],
  ['one whose checks differ', headed('none', 'ssh-ed25519', 1, [1, 2]), 'damaged'],
  ['one of another magic', written(Buffer.alloc(100)), 'damaged'],
  ['PEM with its middle cut out', pem(rsa.privateKey, 'pkcs1').replace(/\n.{64}\n.{64}\n/, '\n'), 'damaged'],
  ['a password', 'hunter2', 'no-key'],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'no-key'],
  ['nothing but blanks', ' \n', 'no-key'],
])('%s: %s', (_, text, problem) => expect(keyProblem(text)).toBe(problem));

test('whatever is cut off, nothing is taken for a key that has no public half', () => {
  for (let length = 0; length < openSsh.length - 1; length += 7) {
    const text = openSsh.slice(0, length);
    if (keyProblem(text) === undefined) expect(sshPublicKey(text)).toBeDefined();
  }
});
