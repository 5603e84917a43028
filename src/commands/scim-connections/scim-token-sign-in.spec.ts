import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { fact } from '../../../test/support/streams/ground-of';
import { viewOf } from '../../../test/support/streams/view-of';
import type { DomainEvent } from '../../kernel/event';
import type { ReadScimToken, ScimTokens } from '../../kernel/scim-tokens';
import { ScimTokenSignIn } from './scim-token-sign-in';

/** Which connection a token is of, asked of the log for every request. */
const made = fact('scim-connection-created', { connectionId: 'c', name: 'Okta', createdAt: EARLIER, createdBy: 'o' });
const token = (tokenId: string, more: object = {}) =>
  fact('scim-token-made', {
    connectionId: 'c',
    tokenId,
    hash: `hash-${tokenId}`,
    createdAt: EARLIER,
    createdBy: 'o',
    ...more,
  });
const revoked = fact('scim-token-revoked', { connectionId: 'c', tokenId: 't' });
const deleted = fact('scim-connection-deleted', { connectionId: 'c' });

/** `sent`: what a token says once it is read; its hash by the key in force, and by the one before. */
const signIn = async (facts: readonly DomainEvent[], sent: ReadScimToken | undefined, at = NOW) => {
  const used: (readonly [string, number])[] = [];
  const asked: string[] = [];
  const tokens: Pick<ScimTokens, 'read'> = {
    read: (text) => {
      asked.push(text);
      return sent;
    },
  };
  const view = viewOf({ scimConnections: facts });
  const door = new ScimTokenSignIn(
    { fresh: async () => view } as never,
    tokens as never,
    { now: () => Date.parse(at) },
    { tell: (tokenId: string, ms: number) => void used.push([tokenId, ms]) } as never,
  );
  const answer = await door
    .signIn('kls_x')
    .catch((error: { refusal?: { code: string; detail: string } }) => error.refusal);
  expect(asked).toEqual(['kls_x']);
  return { answer, used, view };
};
const of = (...hashes: readonly string[]): ReadScimToken => ({ connectionId: 'c', hashes });

test.each<[string, readonly DomainEvent[], ReadScimToken, string]>([
  ['one in use', [made, token('t')], of('hash-t'), 't'],
  ['one whose hash is by the key before', [made, token('t')], of('hash by the new key', 'hash-t'), 't'],
  ['the one that follows', [made, token('t'), token('u', { previousUntil: LATER })], of('hash-u'), 'u'],
  ['the one before, for a day', [made, token('t'), token('u', { previousUntil: LATER })], of('hash-t'), 't'],
])('a token is let in: %s; its use is noted', async (_, facts, sent, tokenId) => {
  const { answer, used, view } = await signIn(facts, sent);
  expect(answer).toEqual({ connectionId: 'c', tokenId, view });
  expect(used).toEqual([[tokenId, Date.parse(NOW)]]);
});

test.each<[string, readonly DomainEvent[], ReadScimToken | undefined, string]>([
  ['what is no such token', [made, token('t')], undefined, 'cut or mistyped'],
  ['one that is not known', [made, token('t')], of('hash-x'), 'not known'],
  ['one of another connection', [made, token('t')], { connectionId: 'd', hashes: ['hash-t'] }, 'not known'],
  ['one that was revoked', [made, token('t'), revoked], of('hash-t'), 'revoked'],
  ['one of a deleted connection', [made, token('t'), deleted], of('hash-t'), 'not known'],
  ['one whose day is over', [made, token('t'), token('u', { previousUntil: NOW })], of('hash-t'), `until ${NOW}`],
])('a token is turned away: %s; no use is noted', async (_, facts, sent, says) => {
  const { answer, used } = await signIn(facts, sent);
  expect(answer).toMatchObject({ code: 'UNAUTHENTICATED', detail: expect.stringContaining(says) });
  expect(used).toEqual([]);
});
