import { at } from '../../../test/support/an-identity';
import { SUBJECT } from '../../../test/support/a-fact';
import { given } from '../../../test/support/given-when-then';
import { MOST_TOLD, refuseFurtherMatch, tellMatch, toldMatches, type MatchTold } from './told-matches';

/** Whoever may not see a value and guesses it is told so a few times an hour, and then learns nothing. */
const REPLACE = 'keyledger.credential-replace-refused.v1';
const RESTORE = 'keyledger.credential-version-restore-refused.v1';
const data = { ...SUBJECT, code: 'SAME_VALUE', detail: 'It is the same.' };
const told = (...minutes: readonly number[]): readonly MatchTold[] =>
  minutes.map((at_, n) => ({ type: n % 2 === 0 ? REPLACE : RESTORE, data: { ...data, refusedAt: at(at_) } }));

test.each<[string, readonly number[], number, boolean]>([
  ['nobody was told before', [], 1, true],
  ['four times in this hour', [1, 2, 3, 4], 5, true],
  ['five times in this hour', [1, 2, 3, 4, 5], 6, false],
  ['five times, the first an hour ago to the moment', [1, 2, 3, 4, 5], 61, true],
  ['five times, the first not quite an hour ago', [1, 2, 3, 4, 5], 60.9, false],
  ['five times, as much ahead as clocks differ', [11, 11, 11, 11, 11], 10, false],
  ['five times, by a clock that was wrong', [12, 12, 12, 12, 12], 10, true],
  ['six times, of which the last five count', [1, 20, 21, 22, 23, 24], 62, false],
])('%s', (_, before, minutes, isTold) => {
  given(toldMatches, told(...before))
    .when((state) => tellMatch(state, RESTORE, data, at(minutes)))
    .then(isTold ? [{ type: RESTORE, data: { ...data, refusedAt: at(minutes) } }] : 'TOO_MANY_REQUESTS');
});

test('who asks too often is told in how many seconds to ask again', () => {
  const state = { toldAt: [at(1), at(2), at(3), at(4), at(5)] };
  expect(MOST_TOLD).toBe(5);
  expect(refuseFurtherMatch(state, at(31))).toMatchObject({ extra: { retryAfterSeconds: 30 * 60 } });
  expect(refuseFurtherMatch(state, at(60.991))).toMatchObject({ extra: { retryAfterSeconds: 1 } });
  expect(refuseFurtherMatch(state, at(61))).toBeUndefined();
});
