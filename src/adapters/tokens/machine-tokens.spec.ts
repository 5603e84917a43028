import { systemRandom } from '../outside/system-random';
import { RootKeySealing } from '../sealing/root-key-sealing';
import { machineTokens } from './machine-tokens';

const sealing = (byte: number) => new RootKeySealing(Buffer.alloc(32, byte), systemRandom);
const tokens = machineTokens(systemRandom, sealing(7));
const userId = '01a22527fff97473bca6bb3919187945';

test('a token names its machine and is read back to the hash that is kept', () => {
  const { token, hash } = tokens.make(userId);
  expect(token).toMatch(/^klt_[A-Za-z0-9_-]{81}$/);
  expect(tokens.read(token)).toEqual({ userId, hashes: [hash] });
  expect(hash).not.toContain(token.slice(36));
});

test('no two are alike, and another root key keeps another hash', () => {
  const { token, hash } = tokens.make(userId);
  expect(tokens.make(userId).token).not.toBe(token);
  expect(machineTokens(systemRandom, sealing(8)).read(token)?.hashes).not.toContain(hash);
});

test('one that was mistyped, cut or made up is none', () => {
  const { token } = tokens.make(userId);
  const turned = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const bad of [turned, token.slice(0, -1), `${token}A`, `klt_${'a'.repeat(81)}`, token.toUpperCase(), '']) {
    expect(tokens.read(bad)).toBeUndefined();
  }
});
