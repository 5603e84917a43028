import { at, broken, ID, moment, out, history } from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { grow } from '../../../kernel/fold';
import { identity } from '../evolve';
import type { IdentityEvent } from '../events';
import type { IdentityState } from '../state';
import { remindOfReview, reviewBreakGlass } from './review-break-glass';
import { checkIn } from './session';

const REVIEWED = 'keyledger.break-glass-reviewed.v1';
const REMINDED = 'keyledger.break-glass-review-reminded.v1';
const by = { reviewedBy: 'boss', reviewerEmail: 'boss@example.com', note: 'the log was full' };
const end = (minutes: number) => (state: IdentityState) =>
  checkIn(state, ID, 'b1', { endedBy: 'checkin' }, moment(minutes, 'after'));
const review =
  (minutes: number, breakGlass = true) =>
  (state: IdentityState) =>
    reviewBreakGlass(state, ID, { id: 'b1', breakGlass }, by, moment(minutes, 'seen'));
const remind = (minutes: number) => (state: IdentityState) => remindOfReview(state, ID, 'b1', at(minutes));
const DAY = 1440;

describe('the review', () => {
  it('is closed once the session is over, by whatever ended it', () => {
    const closed = { type: REVIEWED, data: { sessionId: 'b1', userId: 'eve', ...by, reviewedAt: at(70) } } as const;
    given(identity, history({}, broken('b1', 1), end(5)))
      .when(review(70))
      .then([closed]);
    given(identity, history({}, broken('b1', 1)))
      .when(review(70))
      .then([
        { type: 'keyledger.identity-checked-in.v1', data: { endedBy: 'expiry' } },
        { type: 'keyledger.rotation-requested.v1' },
        closed,
      ]);
  });

  it.each<[string, readonly IdentityEvent[], boolean]>([
    ['while the session is open', history({}, broken('b1', 1)), true],
    ['twice', history({}, broken('b1', 1), end(5), review(6)), true],
    ['of an ordinary session', history({}, out('b1', 1)), false],
  ])('is refused %s', (_, facts, breakGlass) => {
    given(identity, facts).when(review(10, breakGlass)).then('CONFLICT');
  });

  it('stays open when facts of the identity were lost', () => {
    const state = grow(identity, identity.initial, history({}, broken('b1', 1)));
    expect(identity.withoutRights?.(state)).toMatchObject({ sessions: [], openReviews: [{ sessionId: 'b1' }] });
  });
});

it.each<[string, readonly IdentityEvent[], number, boolean]>([
  ['within the first day', history({}, broken('b1', 1), end(5)), 5 + DAY - 1, false],
  ['when a day has passed', history({}, broken('b1', 1), end(5)), 5 + DAY, true],
  ['again within the day', history({}, broken('b1', 1), end(5), remind(5 + DAY)), 4 + 2 * DAY, false],
  ['every day', history({}, broken('b1', 1), end(5), remind(5 + DAY)), 5 + 2 * DAY, true],
  ['once it was reviewed', history({}, broken('b1', 1), end(5), review(6)), 5 + DAY, false],
  ['of a session that is open', history({}, broken('b1', 1)), 5 + DAY, false],
])('is brought to mind: %s', (_, facts, minutes, reminded) => {
  given(identity, facts)
    .when(remind(minutes))
    .then(reminded ? [{ type: REMINDED, data: { userId: 'eve', openSince: at(5) } }] : 'nothing');
});
