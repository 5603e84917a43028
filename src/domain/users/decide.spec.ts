import { grow } from '../../kernel/fold';
import { assignmentsBeside, assignRoles, claimFor, createUser, markSupport, signIn, switchUser } from './decide';
import type { UserEvent } from './events';
import { user, type UserState } from './state';

const data = { userId: 'u', email: 'Ann@x.org', support: false, createdAt: '2026-01-01T00:00:00.000Z' };
const pin = { issuer: 'https://idp', subject: 's' };
const created: UserEvent = { type: 'keyledger.user-created.v1', data };
const pinned: UserEvent = { type: 'keyledger.user-pinned.v1', data: { userId: 'u', ...pin } };
const off: UserEvent = { type: 'keyledger.user-switched-off.v1', data: { userId: 'u' } };
const on: UserEvent = { type: 'keyledger.user-switched-on.v1', data: { userId: 'u' } };
const support: UserEvent = { type: 'keyledger.user-marked-as-support.v1', data: { userId: 'u' } };
const cleared: UserEvent = { type: 'keyledger.user-cleared-of-support.v1', data: { userId: 'u' } };
const here = { roleId: 'r', organizationId: 'o' };
const everywhere = { roleId: 'r' };
const assigned = (...roles: readonly { roleId: string; organizationId?: string }[]): UserEvent => ({
  type: 'keyledger.user-roles-assigned.v1',
  data: { userId: 'u', roles },
});

test.each<[string, readonly UserEvent[], (state: UserState) => unknown, readonly UserEvent[]]>([
  ['made', [], (s) => createUser(s, data), [created]],
  ['made with a pin', [], (s) => createUser(s, data, pin), [created, pinned]],
  ['made again', [created], (s) => createUser(s, data, pin), []],
  ['pinned at the first sign-in', [created], (s) => signIn(s, 'u', { ...pin, support: false }), [pinned]],
  ['nothing at the next', [created, pinned], (s) => signIn(s, 'u', { ...pin, support: false }), []],
  ['the token marks support', [created, pinned], (s) => signIn(s, 'u', { ...pin, support: true }), [support]],
  ['the token never clears it', [created, pinned, support], (s) => signIn(s, 'u', { ...pin, support: false }), []],
  ['switched off', [created], (s) => switchUser(s, 'u', false), [off]],
  ['switched off twice', [created, off], (s) => switchUser(s, 'u', false), []],
  ['switched on', [created, off], (s) => switchUser(s, 'u', true), [on]],
  ['switched on twice', [created], (s) => switchUser(s, 'u', true), []],
  ['marked', [created], (s) => markSupport(s, 'u', true), [support]],
  ['cleared', [created, support], (s) => markSupport(s, 'u', false), [cleared]],
  ['cleared twice', [created], (s) => markSupport(s, 'u', false), []],
  ['assigned', [created], (s) => assignRoles(s, 'u', [here]), [assigned(here)]],
  [
    'one role, here and everywhere',
    [created, assigned(here)],
    (s) => assignRoles(s, 'u', [here, everywhere]),
    [assigned(here, everywhere)],
  ],
  [
    'the same in another order',
    [created, assigned(here, everywhere)],
    (s) => assignRoles(s, 'u', [everywhere, here]),
    [],
  ],
  ['all taken', [created, assigned(here)], (s) => assignRoles(s, 'u', []), [assigned()]],
])('%s', (_, given, when, then) => {
  expect(when(grow(user, user.initial, given))).toEqual(then);
});

test('what one list has and the other has not', () => {
  expect(assignmentsBeside([here, everywhere], [everywhere])).toEqual([here]);
});

test('a claim is the first one’s', () => {
  expect(claimFor({}, 'u')).toEqual([{ type: 'keyledger.user-claimed.v1', data: { userId: 'u' } }]);
  expect(claimFor({ userId: 'v' }, 'u')).toEqual([]);
});
