import { joinTokens } from './join-tokens';
import { serverKey } from '../../../wire/server-key';
import { fingerprintOf, parseJoinToken } from '../../../wire/join-token';
import { systemRandom } from '../outside/system-random';
import { RootKeySealing } from '../sealing/root-key-sealing';

const HOST = '0'.repeat(31).padEnd(32, 'a');
const under = (byte: number) => {
  const rootKey = Buffer.alloc(32, byte);
  return joinTokens(serverKey(rootKey).publicKey, new RootKeySealing(rootKey, systemRandom));
};
const tokens = under(1);

test('a token is the same for the same id, and another for another id, host or root key', () => {
  const made = tokens.of(HOST, 't1');
  expect(under(1).of(HOST, 't1')).toEqual(made);
  const others = [tokens.of(HOST, 't2'), tokens.of('b'.repeat(32), 't1'), under(2).of(HOST, 't1')];
  expect(new Set([made, ...others].map(({ tokenHash }) => tokenHash)).size).toBe(4);
});

test('a token tells its host and what is kept of it, and carries the fingerprint of the server', () => {
  const { token, tokenHash } = tokens.of(HOST, 't1');
  expect(tokens.read(token)).toEqual({ hostId: HOST, tokenHash });
  expect(parseJoinToken(token)?.fingerprint).toBe(fingerprintOf(tokens.serverKey));
  expect(token).not.toContain(tokenHash);
  expect(tokens.read('klj.x')).toBeUndefined();
});
