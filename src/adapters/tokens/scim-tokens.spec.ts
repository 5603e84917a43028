import { systemRandom } from '../outside/system-random';
import { RootKeySealing } from '../sealing/root-key-sealing';
import { machineTokens } from './machine-tokens';
import { scimTokens } from './scim-tokens';

const sealing = (byte: number) => new RootKeySealing(Buffer.alloc(32, byte), systemRandom);
const tokens = scimTokens(systemRandom, sealing(7));
const connectionId = '01a22527fff97473bca6bb3919187945';

test('a token names its connection and is read back to the hash that is kept', () => {
  const { token, hash } = tokens.make(connectionId);
  expect(token).toMatch(/^kls_[A-Za-z0-9_-]{81}$/);
  expect(tokens.read(token)).toEqual({ connectionId, hashes: [hash] });
  expect(hash).not.toContain(token.slice(36));
});

test('no two are alike, and another root key keeps another hash', () => {
  const { token, hash } = tokens.make(connectionId);
  expect(tokens.make(connectionId).token).not.toBe(token);
  expect(scimTokens(systemRandom, sealing(8)).read(token)?.hashes).not.toContain(hash);
});

test('one of a machine is none, and one that was mistyped, cut or made up is none', () => {
  const { token } = tokens.make(connectionId);
  const turned = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const machine = machineTokens(systemRandom, sealing(7)).make(connectionId).token;
  for (const bad of [
    machine,
    turned,
    token.slice(0, -1),
    `${token}A`,
    `kls_${'a'.repeat(81)}`,
    token.toUpperCase(),
    '',
  ]) {
    expect(tokens.read(bad)).toBeUndefined();
  }
});

test('an id of another form has no place in one', () => {
  expect(() => tokens.make('c')).toThrow('another form');
});
