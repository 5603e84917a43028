import crypto from 'node:crypto';
import { pemPrivateKey } from './pem-private-key';
import { keyProblem } from './private-key';
import { sshPublicKey } from './ssh-public-key';
import { sshString } from './ssh-string';

/** What reading costs must not lie with who wrote the key: OpenSSL sees none that it would have to compute with. */
const lengthOf = (n: number) =>
  n < 0x80 ? Buffer.of(n) : n < 0x100 ? Buffer.of(0x81, n) : Buffer.of(0x82, n >> 8, n & 0xff);
const der = (tag: number, ...parts: readonly Uint8Array[]) => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
};
const integer = (bytes: number) => {
  const number = Buffer.alloc(bytes, 0xab);
  return der(2, Buffer.of(0), number);
};
const pem = (data: Buffer, label = 'PRIVATE KEY') =>
  `-----BEGIN ${label}-----\n${data.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
const pkcs8 = (oid: string, parameters: Buffer, key: Buffer) =>
  der(0x30, Buffer.of(2, 1, 0), der(0x30, der(6, Buffer.from(oid, 'hex')), parameters), der(4, key));
/** Of numbers so many bytes long: 64 KiB have room for fifteen thousand. */
const dsa = (bytes: number) =>
  pkcs8('2a8648ce380401', der(0x30, integer(bytes), integer(32), integer(bytes)), integer(bytes));
const dh = (bytes: number) => pkcs8('2a864886f70d010301', der(0x30, integer(bytes), integer(bytes)), integer(bytes));
const pkcs1 = (bytes: number) =>
  der(
    0x30,
    Buffer.of(2, 1, 0),
    integer(bytes),
    Buffer.of(2, 3, 1, 0, 1),
    ...[1, 2, 3, 4, 5, 6].map(() => integer(bytes)),
  );
const rsaInOpenSsh = (bytes: number) => {
  const section = Buffer.alloc(16, 1);
  const publicKey = Buffer.concat([
    sshString('ssh-rsa'),
    sshString(Buffer.of(1, 0, 1)),
    sshString(Buffer.alloc(bytes, 0x80)),
  ]);
  const parts = [sshString('none'), sshString('none'), sshString(''), Buffer.of(0, 0, 0, 1), sshString(publicKey)];
  return pem(Buffer.concat([Buffer.from('openssh-key-v1\0'), ...parts, sshString(section)]), 'OPENSSH PRIVATE KEY');
};

afterEach(() => jest.restoreAllMocks());

test.each<[string, string]>([
  ['DSA', pem(dsa(256))],
  ['DSA as large as a value may be', pem(dsa(15_000))],
  ['Diffie-Hellman', pem(dh(1_200))],
])('%s is told by its name alone', (_, text) => {
  const seen = jest.spyOn(crypto, 'createPrivateKey');
  expect([keyProblem(text), sshPublicKey(text), pemPrivateKey(text)]).toEqual(['kind', undefined, undefined]);
  expect(seen).not.toHaveBeenCalled();
});

const good = crypto.generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

test('a key of those that are taken is seen once', () => {
  const seen = jest.spyOn(crypto, 'createPrivateKey');
  expect(pemPrivateKey(good)?.asymmetricKeyType).toBe('ed25519');
  expect(seen).toHaveBeenCalledTimes(1);
});

test.each<[string, string]>([
  ['a second key behind a broken one', `${pem(Buffer.alloc(40, 1))}${pem(dsa(256))}`],
  ['a second key behind a good one', `${good}${pem(dsa(256))}`],
  ['what is no key in front of one', `-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n${pem(dsa(256))}`],
  ['another end than beginning', good.replace('END PRIVATE', 'END RSA PRIVATE')],
  ['lengths written longer than they are', pem(Buffer.concat([Buffer.of(0x30, 0x82, 0, 46), Buffer.alloc(46, 2)]))],
  ['a length without end', pem(Buffer.concat([Buffer.of(0x30, 0x80), dsa(256).subarray(4)]))],
  ['a length beyond the text', pem(Buffer.of(0x30, 0x82, 0xff, 0xff, 2, 1, 0))],
  ['a length of four gigabytes', pem(Buffer.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 2, 1, 0))],
  ['nothing but sequences, one in the other', pem(Buffer.alloc(40_000, Buffer.of(0x30, 0x80)))],
  ['nothing but blanks', `-----BEGIN PRIVATE KEY-----${' '.repeat(60_000)}`],
  ['nothing but beginnings', '-----BEGIN PRIVATE KEY-----\n'.repeat(2_000)],
])('%s is damaged', (_, text) => {
  const seen = jest.spyOn(crypto, 'createPrivateKey');
  expect([keyProblem(text), sshPublicKey(text)]).toEqual(['damaged', undefined]);
  expect(seen).not.toHaveBeenCalled();
});

test.each([
  ['PKCS #1', (bytes: number) => pem(pkcs1(bytes), 'RSA PRIVATE KEY')],
  ['PKCS #8', (bytes: number) => pem(pkcs8('2a864886f70d010101', Buffer.of(5, 0), pkcs1(bytes)))],
  ['OpenSSH', rsaInOpenSsh],
])('RSA in %s is taken from 1,024 to 16,384 bits: whoever signs with a longer one is busy for minutes', (_, key) => {
  expect([127, 128, 2_048, 2_049, 6_000].map((bytes) => keyProblem(key(bytes)))).toEqual([
    'kind',
    undefined,
    undefined,
    'kind',
    'kind',
  ]);
});
