import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { formatOpenSshKey } from './openssh-key';
import { sshPublicKey } from './ssh-public-key';

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const pem = (seed: Uint8Array): string =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();

const SEED = Buffer.alloc(32, 7);

test('writes the same key for the same bytes, for ever', () => {
  const key = formatOpenSshKey({ seed: SEED, check: Buffer.from([1, 2, 3, 4]), comment: 'keyledger' });
  expect(createHash('sha256').update(key).digest('hex')).toMatchInlineSnapshot(
    `"6ace7584b552551ad01857a0d67e577b99595fba28bf9724574d7788906e50f4"`,
  );
  expect(sshPublicKey(key)).toMatchInlineSnapshot(
    `"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"`,
  );
});

test('says the same public key as node:crypto, whatever the bytes: leading zeros too', () => {
  const byte = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const leadingZeros = fc.tuple(fc.integer({ min: 1, max: 31 }), byte).map(([zeros, all]) => all.fill(0, 0, zeros));
  fc.assert(
    fc.property(fc.oneof(byte, leadingZeros), fc.uint8Array({ minLength: 4, maxLength: 4 }), (seed, check) => {
      const key = formatOpenSshKey({ seed, check, comment: '' });
      expect(sshPublicKey(key)).toBe(sshPublicKey(pem(seed)));
      expect(Buffer.from(sshPublicKey(key)?.split(' ')[1] ?? '', 'base64')).toHaveLength(51);
    }),
  );
});

test('refuses bytes of another length', () => {
  expect(() => formatOpenSshKey({ seed: Buffer.alloc(31), check: Buffer.alloc(4), comment: '' })).toThrow(RangeError);
  expect(() => formatOpenSshKey({ seed: SEED, check: Buffer.alloc(3), comment: '' })).toThrow(RangeError);
});

test.each([
  '',
  'password',
  'ssh-ed25519 AAAA',
  '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
])('%j has no public key', (text) => expect(sshPublicKey(text)).toBeUndefined());

test('reads RSA and the NIST curves from PEM', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey;
  expect(sshPublicKey(rsa.export({ format: 'pem', type: 'pkcs1' }).toString())).toMatch(/^ssh-rsa AAAAB3NzaC1yc2E/);
  expect(sshPublicKey(ec.export({ format: 'pem', type: 'sec1' }).toString())).toMatch(/^ecdsa-sha2-nistp521 AAAA/);
});
