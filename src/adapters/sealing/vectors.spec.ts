import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { v1Box } from '../../../test/support/v1-box';
import type { SealedMaterial } from '../../kernel/material';
import { SealBroken } from '../../kernel/sealing';
import { systemRandom } from '../outside/system-random';
import { RootKeySealing } from './root-key-sealing';

/** Both schemes by hand, from the specifications (RFC 5869, SP 800-38D): no line is shared with what is tested. */
const ROOT = Buffer.alloc(32, 7);
const SECRET = 'an organization secret of some length';
const address = { organizationId: 'org1', vaultId: 'vault1', identityId: 'identity1', version: 3 };
const named = (...parts: (string | number)[]) => parts.map((part) => `${String(part).length}:${part}`).join(',');
const hkdf = (key: Uint8Array, salt: Uint8Array, info: string): Buffer => {
  const pseudoRandom = createHmac('sha256', salt.length === 0 ? Buffer.alloc(32) : salt)
    .update(key)
    .digest();
  return createHmac('sha256', pseudoRandom).update(info).update(Buffer.of(1)).digest();
};
const open = (key: Uint8Array, box: Uint8Array, aad: string): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12));
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(box.subarray(-16));
  return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
};
const seal = (key: Uint8Array, text: string, aad: string, nonce = Buffer.alloc(12, 9)): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
};

const sealing = new RootKeySealing(ROOT, systemRandom);
const secret = sealing.sealSecret('org1', 1, SECRET);
const keys = sealing.makeVaultKeys('org1', 'vault1', secret);
const below = (purpose: string) => hkdf(ROOT, Buffer.alloc(0), named('keyledger', 'v2', purpose));
const valueKey = () => {
  const opened = open(below('organization-secret'), secret.box, named('organization-secret', 'org1', 1));
  const salt = open(below('vault-salt'), keys.salt, named('vault-salt', 'org1', 'vault1'));
  return hkdf(opened, salt, named('keyledger', 'v2', 'value', 'vault1'));
};
const AAD = named('value', 'org1', 'vault1', 'identity1', 3);
const of = (scheme: SealedMaterial['scheme'], box: Uint8Array): SealedMaterial => ({
  ...address,
  secretVersion: 1,
  scheme,
  box,
  storedAt: 5,
});

test('v2: what is sealed opens by hand, and what was sealed by hand opens', () => {
  const { box } = sealing.seal(address, 'hunter2 ✓', keys, secret, 5);
  expect(open(valueKey(), box, AAD).toString()).toBe('hunter2 ✓');
  expect(sealing.open(of('v2', seal(valueKey(), 'hunter2', AAD)), keys, secret)).toBe('hunter2');
});

test('v1: what the old system sealed opens, and a fixed one always has', () => {
  expect(sealing.openV1(of('v1', Buffer.from(v1Box(SECRET, 'hunter2 ✓'), 'base64')), secret)).toBe('hunter2 ✓');
  // SHA-256 of the secret as key, twelve bytes of 9 as nonce; made once, by OpenSSL's own cipher.
  const fixed = seal(createHash('sha256').update(SECRET).digest(), 'x', '').toString('base64');
  expect(v1Box(SECRET, 'x', Buffer.alloc(12, 9))).toBe(fixed);
});

const v1 = Buffer.from(v1Box(SECRET, 'hunter2'), 'base64');
const flipped = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, n) => (n === at ? byte ^ 1 : byte)));
const key = createHash('sha256').update(SECRET).digest();

test.each<[string, () => string]>([
  ['another secret', () => sealing.openV1(of('v1', Buffer.from(v1Box('another', 'x'), 'base64')), secret)],
  ['another secret', () => sealing.openV1(of('v1', v1), sealing.sealSecret('org1', 2, 'another one'))],
  ['a changed nonce', () => sealing.openV1(of('v1', flipped(v1, 0)), secret)],
  ['a changed ciphertext', () => sealing.openV1(of('v1', flipped(v1, 12)), secret)],
  ['a changed tag', () => sealing.openV1(of('v1', flipped(v1, v1.length - 1)), secret)],
  ['a tag cut short', () => sealing.openV1(of('v1', v1.subarray(0, -4)), secret)],
  ['nothing in it', () => sealing.openV1(of('v1', Buffer.alloc(0)), secret)],
  ['an AAD, which v1 has not', () => sealing.openV1(of('v1', seal(key, 'x', AAD)), secret)],
  [
    'bytes that are no text',
    () => sealing.openV1(of('v1', Buffer.from(v1Box(SECRET, Buffer.of(0xff)), 'base64')), secret),
  ],
  ['the scheme v2 on it', () => sealing.open(of('v2', v1), keys, secret)],
  ['the scheme v2, asked for as v1', () => sealing.openV1(of('v2', v1), secret)],
  ['the scheme v1 on a v2 box', () => sealing.openV1(of('v1', seal(valueKey(), 'x', AAD)), secret)],
  ['the scheme v1, asked for as v2', () => sealing.open(of('v1', seal(valueKey(), 'x', AAD)), keys, secret)],
  ['v2 without its AAD', () => sealing.open(of('v2', seal(valueKey(), 'x', '')), keys, secret)],
  ['v2 under the key of v1', () => sealing.open(of('v2', seal(key, 'x', AAD)), keys, secret)],
  ['v1 under the key of v2', () => sealing.openV1(of('v1', seal(valueKey(), 'x', '')), secret)],
])('does not open with %s', (_, opening) => {
  expect(opening).toThrow(SealBroken);
});
