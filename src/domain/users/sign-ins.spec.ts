import { grow } from '../../kernel/fold';
import { refuseStranger, releaseClaim, signIn, takeOverClaim } from './decide';
import type { UserEvent } from './events';
import { addSignIn, hasLostSignIns, removeSignIn } from './sign-ins';
import { user, type UserState } from './state';

const one = { issuer: 'https://one', subject: 's' };
const other = { issuer: 'https://other', subject: 's' };
const pinned = (signIn: typeof one): UserEvent => ({
  type: 'keyledger.user-pinned.v1',
  data: { userId: 'u', ...signIn },
});
const unpinned = (signIn: typeof one): UserEvent => ({
  type: 'keyledger.user-unpinned.v1',
  data: { userId: 'u', ...signIn },
});
const after = (...given: readonly UserEvent[]): UserState => grow(user, user.initial, given);
const refused = (code: string) => ({ refused: true, code });
const meets = (state: UserState, seen: typeof one) => signIn(state, 'u', { ...seen, support: false });

test.each<[string, unknown, unknown]>([
  ['a second one is added', addSignIn(after(pinned(one)), 'u', other), [pinned(other)]],
  ['one there is, is not added again', addSignIn(after(pinned(one)), 'u', one), []],
  ['one is removed', removeSignIn(after(pinned(one), pinned(other)), 'u', one), [unpinned(one)]],
  ['one there is not, is not removed', removeSignIn(after(pinned(one)), 'u', other), []],
  ['one of two signs in', meets(after(pinned(one), pinned(other)), other), []],
  ['a stranger does not', meets(after(pinned(one)), other), refused('UNAUTHENTICATED')],
  [
    'a removed one does not, though it was the last',
    meets(after(pinned(one), unpinned(one)), one),
    refused('UNAUTHENTICATED'),
  ],
  ['where the last was removed, another is pinned', meets(after(pinned(one), unpinned(one)), other), [pinned(other)]],
  [
    'a removed one that was added again signs in',
    refuseStranger(after(pinned(one), unpinned(one), pinned(one)), one),
    undefined,
  ],
  ['whoever never signed in lost nothing', hasLostSignIns(after()), false],
  ['whoever has one left lost nothing', hasLostSignIns(after(pinned(one), pinned(other), unpinned(one))), false],
  ['whoever has none left did', hasLostSignIns(after(pinned(one), unpinned(one))), true],
  [
    'a claim is released by who has it',
    releaseClaim({ userId: 'u' }, 'u'),
    [{ type: 'keyledger.user-claim-released.v1', data: { userId: 'u' } }],
  ],
  ['and by nobody else', releaseClaim({ userId: 'v' }, 'u'), []],
  [
    'a claim given up is taken over',
    takeOverClaim({ userId: 'v' }, 'u'),
    [{ type: 'keyledger.user-claimed.v1', data: { userId: 'u' } }],
  ],
])('%s', (_, decided, expected) => {
  if (typeof expected === 'object' && !Array.isArray(expected)) expect(decided).toMatchObject(expected as object);
  else expect(decided).toEqual(expected);
});

test('more than 20 are refused', () => {
  const many = Array.from({ length: 20 }, (_, i) => pinned({ ...one, subject: `s${i}` }));
  expect(addSignIn(after(...many), 'u', other)).toMatchObject(refused('CONFLICT'));
  expect(addSignIn(after(...many.slice(1)), 'u', other)).toEqual([pinned(other)]);
});
