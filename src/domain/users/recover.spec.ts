import { grow } from '../../kernel/fold';
import type { UserEvent } from './events';
import { recoverUser } from './recover';
import { user } from './state';

const BELIEVED = ['https://new'];
const old = { issuer: 'https://old', subject: 's' };
const fresh = { issuer: 'https://new', subject: 's' };
const created = (more: object = {}): UserEvent => ({
  type: 'keyledger.user-created.v1',
  data: { userId: 'u', email: 'a@b.cd', support: false, createdAt: '2026-01-01T00:00:00Z', ...more },
});
const pinned = (signIn: typeof old): UserEvent => ({
  type: 'keyledger.user-pinned.v1',
  data: { userId: 'u', ...signIn },
});
const unpinned = (signIn: typeof old): UserEvent => ({
  type: 'keyledger.user-unpinned.v1',
  data: { userId: 'u', ...signIn },
});
const off: UserEvent = { type: 'keyledger.user-switched-off.v1', data: { userId: 'u' } };
const on: UserEvent = { type: 'keyledger.user-switched-on.v1', data: { userId: 'u' } };
const support: UserEvent = { type: 'keyledger.user-marked-as-support.v1', data: { userId: 'u' } };
const noSupport: UserEvent = { type: 'keyledger.user-cleared-of-support.v1', data: { userId: 'u' } };
const many = Array.from({ length: 20 }, (_, n) => ({ issuer: 'https://old', subject: `s${n}` }));

const recover = (given: readonly UserEvent[], signIn?: typeof old) =>
  recoverUser(grow(user, user.initial, given), 'u', { believed: BELIEVED, ...(signIn && { signIn }) });

test.each<[string, readonly UserEvent[], typeof old | undefined, readonly UserEvent[]]>([
  ['who can sign in stays the same', [created(), pinned(fresh)], undefined, []],
  ['who never signed in stays the same', [created()], undefined, []],
  ['who is switched off is switched on', [created(), off], undefined, [on]],
  ['who is marked as support is no more', [created(), support], undefined, [noSupport]],
  ['sign-ins of nobody believed go', [created(), pinned(old)], undefined, [unpinned(old)]],
  ['none goes where one of them is believed', [created(), pinned(old), pinned(fresh)], undefined, []],
  ['a subject is added beside the others', [created(), pinned(old)], fresh, [pinned(fresh)]],
  ['one that is there is not added again', [created(), pinned(fresh)], fresh, []],
  ['one that was removed comes back', [created(), pinned(fresh), unpinned(fresh)], fresh, [pinned(fresh)]],
  [
    'where there is no room for one more, the oldest that is not believed goes',
    [created(), ...many.map(pinned)],
    fresh,
    [...many.slice(0, 1).map(unpinned), pinned(fresh)],
  ],
  ['all at once', [created(), pinned(old), support, off], fresh, [on, noSupport, pinned(fresh)]],
])('%s', (_, given, signIn, then) => {
  const events = recover(given, signIn);
  expect(events).toEqual(then);
  expect(recover([...given, ...then], signIn)).toEqual([]);
});

test('a machine is not recovered', () => {
  expect(recover([created({ kind: 'machine', email: undefined })])).toMatchObject({ refused: true, code: 'CONFLICT' });
});

test('twenty sign-ins that are all believed leave no room', () => {
  const given = many.map(({ subject }) => pinned({ issuer: 'https://new', subject: `x${subject}` }));
  expect(recover([created(), ...given], fresh)).toMatchObject({ refused: true, code: 'CONFLICT' });
});
