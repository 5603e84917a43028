import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { hpkeOracle } from '../test/support/hpke-oracle';
import { rawKeyOf } from './raw-key';
import { openSecret, sealSecret } from './secret-box';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const raw = (text: string): Buffer => Buffer.from(text, 'base64url');

/** RFC 9180 appendix A.1.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, sequence number 0. */
const VECTOR = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  skEm: hex('52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736'),
  pkEm: hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
  skRm: hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
  pkRm: hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
  pt: hex('4265617574792069732074727574682c20747275746820626561757479'),
  aad: hex('436f756e742d30'),
  ct: hex('f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a'),
};

test('the oracle is right: the vector of the standard', () => {
  const { info, aad, skEm, pkEm, skRm, pkRm, pt, ct } = VECTOR;
  const oracle = hpkeOracle(1, 16);
  expect(oracle.seal({ ephemeral: skEm, recipient: pkRm, info, aad, text: pt })).toEqual({ enc: pkEm, ciphertext: ct });
  expect(oracle.open({ enc: pkEm, recipient: skRm, info, aad, ciphertext: ct })).toEqual(pt);
});

/** What `wire/secret-box` says it is: the same but AES-256-GCM, and with our own info. */
const oracle = hpkeOracle(2, 32);
const info = Buffer.from('keyledger/job-secret/v1');
const { publicKey, privateKey } = generateKeyPairSync('x25519');
const sealingKey = rawKeyOf(publicKey);
const sealingSecret = privateKey.export({ format: 'jwk' }).d as string;

const texts = fc.string({ unit: 'grapheme', maxLength: 100 });
const secrets = fc.record({ value: texts, previous: texts }, { requiredKeys: ['value'] });

test('what is sealed here the oracle opens, and the other way round', async () => {
  await fc.assert(
    fc.asyncProperty(secrets, texts, async (secret, order) => {
      const aad = Buffer.from(order);
      const { enc, ciphertext } = await sealSecret(secret, order, sealingKey);
      const opened = oracle.open({
        enc: raw(enc),
        recipient: raw(sealingSecret),
        info,
        aad,
        ciphertext: raw(ciphertext),
      });
      expect(JSON.parse(opened.toString())).toEqual(secret);

      const text = Buffer.from(JSON.stringify(secret));
      const theirs = oracle.seal({ ephemeral: randomBytes(32), recipient: raw(sealingKey), info, aad, text });
      const sealed = { enc: theirs.enc.toString('base64url'), ciphertext: theirs.ciphertext.toString('base64url') };
      expect(await openSecret(sealed, order, sealingSecret)).toEqual(secret);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['of another purpose', Buffer.from('keyledger/other/v1'), 'order'],
  ['of another order', info, 'another'],
])('a secret %s does not open', async (_, purpose, order) => {
  const parts = { ephemeral: randomBytes(32), recipient: raw(sealingKey), info: purpose };
  const { enc, ciphertext } = oracle.seal({ ...parts, aad: Buffer.from(order), text: Buffer.from('{"value":"x"}') });
  const sealed = { enc: enc.toString('base64url'), ciphertext: ciphertext.toString('base64url') };
  await expect(openSecret(sealed, 'order', sealingSecret)).rejects.toMatchObject({ name: 'OpenError' });
});

test.each([
  ['all zeros, with which every secret is the same', Buffer.alloc(32)],
  ['too short', Buffer.alloc(31, 1)],
])('a sender’s key that is %s does not open', async (_, enc) => {
  const { ciphertext } = await sealSecret({ value: 'x' }, 'order', sealingKey);
  await expect(
    openSecret({ enc: enc.toString('base64url'), ciphertext }, 'order', sealingSecret),
  ).rejects.toBeInstanceOf(Error);
});

test('to a key with which every secret is the same, nothing is sealed', async () => {
  const zeros = Buffer.alloc(32).toString('base64url');
  await expect(sealSecret({ value: 'x' }, 'order', zeros)).rejects.toThrow('derivation');
});
