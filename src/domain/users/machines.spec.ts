import { given } from '../../../test/support/given-when-then';
import { grow } from '../../kernel/fold';
import type { UserEvent } from './events';
import { linkUser } from './links';
import { user, type UserState } from './state';
import { isTokenLive, makeToken, revokeToken } from './tokens';

const NOW = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-02T12:00:00.000Z';
const machine: UserEvent = {
  type: 'keyledger.user-created.v1',
  data: { userId: 'm', kind: 'machine', displayName: 'Robot', support: false, createdAt: NOW },
};
const person: UserEvent = {
  type: 'keyledger.user-created.v1',
  data: { userId: 'm', email: 'ann@x.org', support: false, createdAt: NOW },
};
const token = (tokenId: string, expiresAt = LATER, createdBy = 'ann') => ({
  tokenId,
  name: tokenId,
  hash: `#${tokenId}`,
  createdAt: NOW,
  createdBy,
  expiresAt,
});
const made = (tokenId: string, expiresAt?: string, createdBy?: string): UserEvent => ({
  type: 'keyledger.token-made.v1',
  data: { userId: 'm', ...token(tokenId, expiresAt, createdBy) },
});
const revoked = (tokenId: string): UserEvent => ({
  type: 'keyledger.token-revoked.v1',
  data: { userId: 'm', tokenId },
});
const linked = (idpUserId: string): UserEvent => ({
  type: 'keyledger.user-linked.v1',
  data: { userId: 'm', idpUserId },
});
const unlinked = (idpUserId: string): UserEvent => ({
  type: 'keyledger.user-unlinked.v1',
  data: { userId: 'm', idpUserId },
});
const many = (count: number) => Array.from({ length: count }, (_, n) => made(`t${n}`));

type Decide = (state: UserState) => ReturnType<typeof makeToken>;
const make =
  (tokenId: string, now = NOW): Decide =>
  (state) =>
    makeToken(state, 'm', token(tokenId), now);
const revoke =
  (tokenId: string): Decide =>
  (state) =>
    revokeToken(state, 'm', tokenId);
const link =
  (idpUserId: string | null): Decide =>
  (state) =>
    linkUser(state, 'm', idpUserId);

test.each<[string, readonly UserEvent[], Decide, readonly UserEvent[] | string]>([
  ['gets a token', [machine], make('a'), [made('a')]],
  ['gets a token once', [machine, made('a'), made('b')], make('a'), []],
  ['has fifty tokens at most', [machine, ...many(50)], make('a'), 'CONFLICT'],
  ['has room for a fiftieth', [machine, ...many(49)], make('a'), [made('a')]],
  ['has room once one is over', [machine, ...many(50)], make('a', LATER), [made('a')]],
  ['has room once one is revoked', [machine, ...many(50), revoked('t7')], make('a'), [made('a')]],
  ['loses a token', [machine, made('a'), made('b')], revoke('b'), [revoked('b')]],
  ['loses none it has not', [machine, made('a')], revoke('b'), 'NOT_FOUND'],
  ['loses a token once', [machine, made('a'), revoked('a')], revoke('a'), 'NOT_FOUND'],
  ['is linked', [machine], link('p'), [linked('p')]],
  ['is linked once', [machine, linked('p')], link('p'), []],
  ['is linked to somebody else', [machine, linked('p')], link('q'), [linked('q')]],
  ['is unlinked', [machine, linked('p')], link(null), [unlinked('p')]],
  ['is unlinked once', [machine, linked('p'), unlinked('p')], link(null), []],
])('a machine %s', (_, facts, decide, then) => {
  given(user, facts)
    .when(decide)
    .then(typeof then !== 'string' && then.length === 0 ? 'nothing' : then);
});

test.each<[string, Decide]>([
  ['token', make('a')],
  ['link', link('p')],
])('a person gets no %s', (_, decide) => {
  given<UserState, UserEvent>(user, [person]).when(decide).then('CONFLICT');
});

test('a token says nothing any more from the moment it ends', () => {
  expect([isTokenLive(token('a'), NOW), isTokenLive(token('a'), LATER), isTokenLive(token('a', NOW), NOW)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('who ever made a token of a machine may still hold one; tokens that were over are forgotten', () => {
  const facts = [machine, made('a', NOW, 'ann'), made('b', LATER, 'bob'), made('c', LATER, 'ann'), revoked('c')];
  const state = grow(user, user.initial, facts);
  expect(state.tokenMakers).toEqual(['bob', 'ann']);
  expect(state.tokens).toEqual([token('b', LATER, 'bob')]);
  expect(state).toMatchObject({ status: 'active', kind: 'machine', email: '', displayName: 'Robot' });
});

test('of a user whose stream was lost in part no right is left', () => {
  const roles = [{ roleId: 'r' }];
  const whole = grow(user, user.initial, [
    machine,
    made('a'),
    linked('p'),
    { type: 'keyledger.user-roles-assigned.v1', data: { userId: 'm', roles } },
  ]);
  const left = user.withoutRights?.(whole);
  expect(left).toMatchObject({ status: 'off', roles: [], tokens: [], tokenMakers: ['ann'], displayName: 'Robot' });
  expect(left && 'linkedTo' in left).toBe(false);
  expect(user.withoutRights?.(user.initial).status).toBe('none');
});
