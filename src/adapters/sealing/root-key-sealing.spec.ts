import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { MaterialAddress, SealedMaterial } from '../../kernel/material';
import { SealBroken } from '../../kernel/sealing';
import { systemRandom } from '../outside/system-random';
import { RootKeySealing } from './root-key-sealing';

const address: MaterialAddress = { organizationId: 'org1', vaultId: 'vault1', identityId: 'identity1', version: 3 };
const sealing = new RootKeySealing(Buffer.alloc(32, 7), systemRandom);
const secret = sealing.sealSecret('org1', 1, 'an organization secret of some length');
const keys = sealing.makeVaultKeys('org1', 'vault1', secret);
const sealed = (value: string): SealedMaterial => sealing.seal(address, value, keys, secret, 5);
/** Nothing cached: every key is derived anew. */
const cold = () => new RootKeySealing(Buffer.alloc(32, 7), systemRandom);

test('what was sealed opens, whatever it is, with and without cached keys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), (value) => {
      expect(sealing.open(sealed(value), keys, secret)).toBe(value);
    }),
  );
  expect(cold().open(sealed('hunter2'), keys, secret)).toBe('hunter2');
});

test('a sealed value states its address and nothing else, and never looks the same twice', () => {
  const material = sealing.seal({ ...address, more: 'x' } as MaterialAddress, 'hunter2', keys, secret, 5);
  expect(material).toEqual({ ...address, secretVersion: 1, scheme: 'v2', box: expect.any(Uint8Array), storedAt: 5 });
  expect(material.box).toHaveLength(12 + 7 + 16);
  expect(Buffer.from(sealed('hunter2').box)).not.toEqual(Buffer.from(material.box));
});

test.each<[string, Partial<SealedMaterial>]>([
  ['organization', { organizationId: 'org2' }],
  ['vault', { vaultId: 'vault2' }],
  ['identity', { identityId: 'identity2' }],
  ['version', { version: 4 }],
  ['scheme', { scheme: 'plaintext' as never }],
  ['empty box', { box: new Uint8Array() }],
  ['box without ciphertext', { box: new Uint8Array(27) }],
])('does not open with another %s', (_what, change) => {
  expect(() => sealing.open({ ...sealed('hunter2'), ...change }, keys, secret)).toThrow(SealBroken);
});

test('no changed byte goes unnoticed', () => {
  const material = sealed('hunter2');
  for (let index = 0; index < material.box.length; index++) {
    const box = Uint8Array.from(material.box);
    box[index] = (box[index] ?? 0) ^ 1;
    expect(() => sealing.open({ ...material, box }, keys, secret)).toThrow(SealBroken);
  }
});

test('changed keys do not open, cached or not', () => {
  const material = sealed('hunter2');
  const flipped = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, index) => (index === 20 ? byte ^ 1 : byte));
  for (const each of [sealing, cold()]) {
    const opens = (k = keys, s = secret) => each.open(material, k, s);
    expect(() => opens({ ...keys, salt: flipped(keys.salt) })).toThrow(SealBroken);
    expect(() => opens(keys, { ...secret, box: flipped(secret.box) })).toThrow(SealBroken);
    expect(() => opens(keys, { ...secret, organizationId: 'org2' })).toThrow(SealBroken);
    expect(() => opens(keys, { ...secret, secretVersion: 2 })).toThrow(SealBroken);
    expect(() => opens(sealing.makeVaultKeys('org1', 'vault1', secret))).toThrow(SealBroken);
    expect(() => each.historyHash('x', { ...keys, historyKey: flipped(keys.historyKey) }, secret)).toThrow(SealBroken);
  }
});

test('another root key opens nothing', () => {
  const stranger = new RootKeySealing(randomBytes(32), systemRandom);
  expect(() => stranger.open(sealed('hunter2'), keys, secret)).toThrow(SealBroken);
  expect(() => new RootKeySealing(randomBytes(31), systemRandom)).toThrow(RangeError);
});

test('a broken seal is told by place, without the value', () => {
  const open = () => sealing.open({ ...sealed('hunter2'), version: 9 }, keys, secret);
  expect(open).toThrow('version 9 of identity identity1 does not open with its key');
});

test('a new organization secret takes over values and history, and the old one opens neither', () => {
  const newer = sealing.sealSecret('org1', 2, 'another organization secret, longer still');
  const value = sealing.reseal(sealed('hunter2'), keys, secret, newer);
  const newKeys = sealing.resealVaultKeys(keys, secret, newer);
  expect(value).toMatchObject({ ...address, secretVersion: 2, storedAt: 5 });
  expect(newKeys).toMatchObject({ vaultId: 'vault1', salt: keys.salt, secretVersion: 2 });
  expect(cold().open(value, newKeys, newer)).toBe('hunter2');
  expect(cold().open(value, keys, newer)).toBe('hunter2');
  expect(() => sealing.open(value, newKeys, secret)).toThrow(SealBroken);
  expect(() => sealing.historyHash('hunter2', newKeys, secret)).toThrow(SealBroken);
  expect(cold().historyHash('hunter2', newKeys, newer)).toBe(sealing.historyHash('hunter2', keys, secret));
});

test('history hashes are equal for equal values of one vault only', () => {
  const hash = sealing.historyHash('hunter2', keys, secret);
  expect(hash).toMatch(/^[\w-]{43}$/);
  expect(sealing.historyHash('hunter3', keys, secret)).not.toBe(hash);
  expect(sealing.historyHash('hunter2', sealing.makeVaultKeys('org1', 'vault2', secret), secret)).not.toBe(hash);
});

test('fingerprints depend on purpose, data and root key, and are the same on every node', () => {
  const print = sealing.fingerprint('cursor', 'data');
  expect(cold().fingerprint('cursor', 'data')).toBe(print);
  const others = [sealing.fingerprint('body', 'data'), sealing.fingerprint('cursor', 'data2')];
  others.push(new RootKeySealing(randomBytes(32), systemRandom).fingerprint('cursor', 'data'));
  expect(new Set([print, ...others]).size).toBe(4);
});
