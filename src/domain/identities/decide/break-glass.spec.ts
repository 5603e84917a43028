import {
  at,
  broken,
  changed,
  confirmed,
  failed,
  ID,
  moment,
  ON_HOSTS,
  out,
  requested,
  SHARED,
  history,
  suspended,
} from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { grow } from '../../../kernel/fold';
import { isRefusal } from '../../../kernel/refusal';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import type { IdentityState } from '../state';
import { checkOut, mayReveal } from './check-out';
import { checkIn, expire, extend, shorten } from './session';
import { stageCandidate } from './stage-candidate';

const OUT = 'keyledger.identity-checked-out.v1';
const IN = 'keyledger.identity-checked-in.v1';
const SHORTENED = 'keyledger.session-shortened.v1';
const OWED = 'keyledger.rotation-owed.v1';
const REQUESTED = 'keyledger.rotation-requested.v1';

const stateOf = (facts: readonly IdentityEvent[]): IdentityState => grow(identity, identity.initial, facts);
const staged = (rotationId: string, version: number, minutes: number) => (state: IdentityState) =>
  stageCandidate(state, ID, rotationId, version, {
    now: at(minutes),
    unique: `jobs${minutes}`,
  }) as readonly IdentityEvent[];
const end =
  (sessionId: string, minutes: number, endedBy: 'checkin' | 'force' | 'grant_revoked' = 'checkin') =>
  (state: IdentityState) =>
    checkIn(state, ID, sessionId, { endedBy }, moment(minutes, 'after'));

describe('breaking the glass', () => {
  it.each<[string, readonly IdentityEvent[]]>([
    ['of a free identity', history({})],
    ['while somebody holds it alone', history({}, out('s1', 1))],
    ['while as many hold it as may', history({ ...SHARED, maxConcurrentSessions: 1 }, out('s1', 1))],
    ['while the vault changes the value', history({}, requested('r1', 1))],
    ['while a rotation is owed', history(SHARED, out('s1', 1), out('s2', 1), end('s1', 2, 'force'))],
    ['while somebody else broke it', history({}, broken('b1', 1))],
    ['when rotation was given up', history({}, ...suspended)],
  ])('goes %s', (_, facts) => {
    given(identity, facts)
      .when(broken('b9', 5))
      .then([
        { type: OUT, data: { breakGlass: true, ownerBypass: false, expiresAt: at(65), reason: 'the site is down' } },
      ]);
  });

  it('names whoever holds it, and nobody whose time is over', () => {
    given(identity, history(SHARED, out('over', 0, { durationMinutes: 5 }), out('s1', 1, { userId: 'bob' })))
      .when(broken('b1', 6))
      .then([
        { type: IN, data: { sessionId: 'over', endedBy: 'expiry' } },
        { type: OUT, data: { overlapped: [{ sessionId: 's1', userId: 'bob', userEmail: 'ann@example.com' }] } },
      ]);
  });

  it('is the same session when the request comes again', () => {
    given(identity, history({}, broken('b1', 1)))
      .when(broken('b1', 2))
      .then('nothing');
  });

  it('shows the present value and the candidate of a rotation, newest first', () => {
    const facts = history(ON_HOSTS, requested('r1', 1), staged('r1', 2, 2));
    given(identity, facts)
      .when(broken('b1', 3))
      .then([{ type: OUT, data: { version: 1, alternatives: [2, 1] } }]);
  });
});

describe('the end of broken glass', () => {
  it.each<[string, (state: IdentityState) => readonly IdentityEvent[]]>([
    ['a checkin', end('b1', 10)],
    ['force', end('b1', 10, 'force')],
    ['a loss of the permission', end('b1', 10, 'grant_revoked')],
    ['its time', (state) => expire(state, ID, moment(61, 'after'))],
  ])('by %s rotates the value', (_, ending) => {
    given(identity, history({}, broken('b1', 1)))
      .when(ending)
      .then([{ type: IN }, { type: REQUESTED }]);
  });

  it('rotates one that nobody rotates any more', () => {
    given(identity, history({}, ...suspended, broken('b1', 2)))
      .when(end('b1', 10))
      .then([{ type: IN }, { type: REQUESTED, data: { trigger: 'break_glass' } }]);
  });

  it('replaces a candidate that the user could have asked for, and one that was made since', () => {
    for (const facts of [
      history(ON_HOSTS, requested('r1', 1), staged('r1', 2, 2), broken('b1', 3)),
      history(ON_HOSTS, requested('r1', 1), broken('b1', 2), staged('r1', 2, 3)),
    ]) {
      const decided = end('b1', 10)(stateOf(facts));
      expect(decided.map(({ type }) => type)).toEqual(
        expect.arrayContaining([IN, 'keyledger.rotation-failed.v1', REQUESTED]),
      );
      expect(grow(identity, stateOf(facts), decided).candidate).toBeUndefined();
    }
  });

  it('gives those beside it 15 minutes, tells whose they are, and owes the rotation to the last of them', () => {
    const facts = history(
      SHARED,
      out('s1', 0, { durationMinutes: 600 }),
      out('s2', 0, { durationMinutes: 20 }),
      broken('b1', 5),
    );
    const ended = end('b1', 10)(stateOf(facts));
    expect(ended).toMatchObject([
      { type: IN, data: { sessionId: 'b1' } },
      { type: SHORTENED, data: { sessionId: 's1', expiresAt: at(25), endsAs: 'break_glass', userId: 'ann' } },
      { type: OWED, data: { trigger: 'break_glass' } },
    ]);
    const after = grow(identity, stateOf(facts), ended);
    expect(expire(after, ID, moment(25, 'r9'))).toMatchObject([
      { type: IN, data: { sessionId: 's2', endedBy: 'expiry', endedAt: at(20) } },
      { type: IN, data: { sessionId: 's1', endedBy: 'break_glass', endedAt: at(25) } },
      { type: REQUESTED, data: { trigger: 'break_glass' } },
    ]);
    expect(extend(after, ID, 's1', { reason: 'more', durationMinutes: 5 }, at(12))).toMatchObject({ code: 'CONFLICT' });
    // One whose grant ends sooner ends as that.
    const sooner = grow(identity, after, shorten(after, ID, 's1', at(22)));
    expect(expire(sooner, ID, moment(23))).toMatchObject(
      expect.arrayContaining([{ type: IN, data: expect.objectContaining({ sessionId: 's1', endedBy: 'expiry' }) }]),
    );
  });

  it('that nobody saw in time counts from its own end, for those beside it as well', () => {
    const facts = history(SHARED, out('s1', 0, { durationMinutes: 600 }), broken('b1', 5, { durationMinutes: 10 }));
    expect(expire(stateOf(facts), ID, moment(120, 'late'))).toMatchObject([
      { type: IN, data: { sessionId: 'b1', endedBy: 'expiry', endedAt: at(15) } },
      { type: SHORTENED, data: { sessionId: 's1', expiresAt: at(30) } },
      { type: OWED },
      { type: IN, data: { sessionId: 's1', endedBy: 'break_glass', endedAt: at(30) } },
      { type: REQUESTED },
    ]);
  });

  it('cuts short whoever came to it afterwards in the ordinary way, and no emergency but one beside which it was broken', () => {
    const facts = history(
      SHARED,
      broken('b1', 1, { durationMinutes: 600 }),
      out('late', 2, { durationMinutes: 600 }),
      broken('b2', 3, { durationMinutes: 600 }),
    );
    expect(end('b1', 10)(stateOf(facts))).toMatchObject([
      { type: IN, data: { sessionId: 'b1' } },
      { type: SHORTENED, data: { sessionId: 'late' } },
      { type: OWED },
    ]);
    expect(end('b2', 10)(stateOf(facts))).toMatchObject([
      { type: IN, data: { sessionId: 'b2' } },
      { type: SHORTENED, data: { sessionId: 'b1' } },
      { type: SHORTENED, data: { sessionId: 'late' } },
      { type: OWED },
    ]);
  });

  it('lets nobody new in until the value has changed', () => {
    const facts = history(SHARED, out('s1', 0), broken('b1', 5), end('b1', 10));
    const decided = checkOut(
      stateOf(facts),
      ID,
      {
        sessionId: 's2',
        userId: 'bob',
        userEmail: 'bob@example.com',
        reason: 'x',
        durationMinutes: 5,
        evidence: { ownerBypass: false },
      },
      moment(11),
    );
    expect(isRefusal(decided) && decided.code).toBe('ROTATION_IN_PROGRESS');
  });
});

it('whoever holds it may ask for the value, beside broken glass or behind it; nobody else', () => {
  const state = stateOf(history({}, out('s1', 1), broken('b1', 2)));
  const refusalFor = (userId: string) => mayReveal(state, ID, userId, false, moment(3))?.code;
  expect(['ann', 'eve', 'bob'].map(refusalFor)).toEqual([undefined, undefined, 'ALREADY_CHECKED_OUT']);
});

it('an account that is still being taken over has nothing to show', () => {
  const state = { ...stateOf(history({}, changed({}), requested('r1', 1), failed('r1'), confirmed('none', 2, 3))) };
  given(identity, [])
    .when(() => broken('b1', 1)({ ...state, status: 'enrolling' }))
    .then('NOT_CONFIRMED');
});
