import { grow } from '../../kernel/fold';
import { unmakeOwner } from './decide';
import type { AccountEvent } from './events';
import { decideRecoverOwner } from './recover';
import { account } from './state';

const recovered = { userId: 'u', email: 'a@b.cd', reason: 'r', recoveredAt: '2026-01-01T00:00:00Z' };
const fact: AccountEvent = { type: 'keyledger.owner-recovered.v1', data: recovered };
const about = (type: string): AccountEvent => ({ type, data: { userId: 'u' } }) as AccountEvent;
const added: AccountEvent = { type: 'keyledger.owner-added.v1', data: { userId: 'u', email: 'a@b.cd' } };
const suspended = about('keyledger.owner-suspended.v1');
const marked = about('keyledger.owner-marked-as-support.v1');
const lost = about('keyledger.owner-sign-ins-removed.v1');

const recover = (given: readonly AccountEvent[], changesUser = false, withoutSignIn = false) =>
  decideRecoverOwner(grow(account, account.initial, given), { recovered, changesUser, withoutSignIn });

test.each<[string, readonly AccountEvent[], boolean, boolean, readonly AccountEvent[]]>([
  ['somebody becomes an owner, and it is told', [], false, false, [added, fact]],
  ['one without a sign-in is not counted on yet', [], true, true, [added, lost, fact]],
  ['an owner who may act stays one, and nothing is told', [added], false, false, []],
  ['a change of the user alone is told', [added], true, false, [fact]],
  ['who is suspended is resumed', [added, suspended], false, false, [about('keyledger.owner-resumed.v1'), fact]],
  ['the mark of support goes', [added, marked], false, false, [about('keyledger.owner-cleared-of-support.v1'), fact]],
  ['who has a sign-in again counts', [added, lost], true, false, [about('keyledger.owner-sign-in-added.v1'), fact]],
  ['who has none any more does not', [added], true, true, [lost, fact]],
  ['that is said once', [added, lost], false, true, []],
])('%s', (_, given, changesUser, withoutSignIn, then) => {
  expect(recover(given, changesUser, withoutSignIn)).toEqual(then);
  expect(recover([...given, ...then], false, withoutSignIn)).toEqual([]);
});

test('an owner who was recovered and has not signed in is not the one who stays', () => {
  const other: AccountEvent = { type: 'keyledger.owner-added.v1', data: { userId: 'v', email: 'v@b.cd' } };
  const state = grow(account, account.initial, [other, ...recover([other], true, true)]);
  expect(unmakeOwner(state, 'v')).toMatchObject({ code: 'LAST_OWNER' });
  expect(state.recovered).toEqual({ userId: 'u', reason: 'r', recoveredAt: recovered.recoveredAt });
});
