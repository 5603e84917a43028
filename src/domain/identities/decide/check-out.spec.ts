import {
  at,
  BY_HAND,
  changed,
  confirmed,
  failed,
  ID,
  moment,
  ON_HOSTS,
  out,
  request,
  requested,
  SHARED,
  history,
  suspended,
} from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { isRefusal } from '../../../kernel/refusal';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import { checkOut, mayReveal } from './check-out';
import { checkIn } from './session';

const CHECKED_OUT = 'keyledger.identity-checked-out.v1';
const CHECKED_IN = 'keyledger.identity-checked-in.v1';
const inSession = (sessionId: string, minutes: number) => (state: typeof identity.initial) =>
  checkIn(state, ID, sessionId, { endedBy: 'checkin' }, moment(minutes, `after-${sessionId}`));

describe('checkout', () => {
  it.each<[string, readonly IdentityEvent[], number, string]>([
    ['of a free identity', history({}), 5, CHECKED_OUT],
    ['after a checkin', history({}, out('s1', 1), inSession('s1', 2)), 5, CHECKED_OUT],
    ['while another holds it', history({}, out('s1', 1)), 5, 'ALREADY_CHECKED_OUT'],
    ['a moment before the other session ends', history({}, out('s1', 0)), 59.99, 'ALREADY_CHECKED_OUT'],
    ['a second one beside the first, where several may', history(SHARED, out('s1', 1)), 5, CHECKED_OUT],
    ['one too many', history(SHARED, out('s1', 1), out('s2', 1), out('s3', 1)), 5, 'MAX_SESSIONS_REACHED'],
    [
      'in the place of one that is over',
      history(SHARED, out('s1', 0), out('s2', 30), out('s3', 30)),
      60,
      `${CHECKED_IN} ${CHECKED_OUT}`,
    ],
    [
      'after concurrency was switched off with several open',
      history(
        SHARED,
        out('s1', 1),
        out('s2', 1),
        changed({ allowConcurrentCheckout: false, maxConcurrentSessions: 1 }),
      ),
      5,
      'ALREADY_CHECKED_OUT',
    ],
    [
      'after the maximum fell below what is open',
      history(SHARED, out('s1', 1), out('s2', 1), changed({ maxConcurrentSessions: 2 })),
      5,
      'MAX_SESSIONS_REACHED',
    ],
    ['while the vault changes the value', history({}, requested('r1', 1)), 5, 'ROTATION_IN_PROGRESS'],
    ['once the vault changed it', history({}, requested('r1', 1), confirmed('r1', 2, 1)), 5, CHECKED_OUT],
    ['once the vault failed to', history({}, requested('r1', 1), failed('r1')), 5, CHECKED_OUT],
    ['while jobs are only queued', history(ON_HOSTS, requested('r1', 1)), 5, CHECKED_OUT],
    ['while a person is reminded to paste a value', history(BY_HAND, requested('r1', 1)), 5, CHECKED_OUT],
    [
      'while a rotation waits for the other session',
      history({ ...SHARED, rotateAfterUse: true }, out('s1', 1), out('s2', 1), inSession('s1', 2)),
      5,
      'ROTATION_IN_PROGRESS',
    ],
    [
      'beside another while a person is reminded, after a session that would rotate',
      history(
        { ...SHARED, ...BY_HAND, rotateAfterUse: true },
        requested('r1', 1),
        out('s1', 1),
        out('s2', 1),
        inSession('s1', 2),
      ),
      5,
      CHECKED_OUT,
    ],
    [
      'beside another while rotation is suspended, after a session that would rotate',
      history({ ...SHARED, rotateAfterUse: true }, ...suspended, out('s1', 1), out('s2', 1), inSession('s1', 2)),
      5,
      CHECKED_OUT,
    ],
    [
      'when the expiry found only now starts a rotation',
      history({ rotateAfterUse: true }, out('s1', 0)),
      61,
      'ROTATION_IN_PROGRESS',
    ],
  ])('%s', (_, facts, minutes, expected) => {
    const decision = given(identity, facts).when((state) => checkOut(state, ID, request('new'), moment(minutes)));
    const types = expected.split(' ').map((type) => ({ type: type as IdentityEvent['type'] }));
    decision.then(expected.startsWith('keyledger.') ? types : expected);
  });

  it('states who, why, until when, which value, and on what it rests', () => {
    const evidence = { ownerBypass: true, idpUserId: 'idp1', groupId: 'group1' };
    const asked = request('s1', { evidence, hostId: 'host1', durationMinutes: 5 });
    given(identity, history(ON_HOSTS))
      .when((state) => checkOut(state, ID, asked, moment(1)))
      .then([
        {
          type: CHECKED_OUT,
          data: {
            identityId: ID,
            identityGroupId: 'vault1',
            organizationId: 'org1',
            sessionId: 's1',
            userId: 'ann',
            userEmail: 'ann@example.com',
            reason: 'month end',
            durationMinutes: 5,
            hostId: 'host1',
            breakGlass: false,
            ownerBypass: true,
            evidence,
            version: 1,
            checkedOutAt: at(1),
            expiresAt: at(6),
          },
        },
      ]);
  });

  it.each([
    ['the asked duration, when the grant lasts longer', 600, 61],
    ['the end of the grant, when it comes sooner', 30, 30],
    ['the end of the grant, in less than the least duration too', 2, 2],
  ])('ends at %s', (_, grantEnds, ends) => {
    given(identity, history({}))
      .when((state) => checkOut(state, ID, request('s1', { grantEndsAt: at(grantEnds) }), moment(1)))
      .then([{ type: CHECKED_OUT, data: { expiresAt: at(ends) } }]);
  });

  it('is refused for a host the identity is not on', () => {
    given(identity, history(ON_HOSTS))
      .when((state) => checkOut(state, ID, request('s1', { hostId: 'host2' }), moment(1)))
      .then('VALIDATION_FAILED');
  });

  it('tells who holds it, and which of them is the caller', () => {
    const { outcome } = given(identity, history({}, out('s1', 1))).when((state) =>
      checkOut(state, ID, request('s2'), moment(2)),
    );
    const holder = { userId: 'ann', userEmail: 'ann@example.com', since: at(1), until: at(61), own: true };
    expect(outcome).toMatchObject({ detail: 'Identity is already checked out', extra: { holders: [holder] } });
  });

  it('says in the manual’s words that no more fit', () => {
    const { outcome } = given(identity, history({ ...SHARED, maxConcurrentSessions: 1 }, out('s1', 1))).when((state) =>
      checkOut(state, ID, request('s2'), moment(2)),
    );
    expect(outcome).toMatchObject({ detail: 'Maximum concurrent sessions reached' });
  });

  it.each([
    ['until the last session is over', 2, 59 * 60],
    ['an hour at most', 2, 3600, 600],
  ])('tells to wait %s while a rotation is owed', (_, minutes, seconds, durationMinutes = 60) => {
    const facts = history(
      { ...SHARED, rotateAfterUse: true },
      out('s1', 1),
      out('s2', 1, { durationMinutes }),
      inSession('s1', 2),
    );
    const { outcome } = given(identity, facts).when((state) => checkOut(state, ID, request('s3'), moment(minutes)));
    expect(outcome).toMatchObject({ extra: { retryAfterSeconds: seconds } });
  });

  describe('repeated with the same session id', () => {
    it('makes no second session while the first is open', () => {
      given(identity, history({}, out('s1', 1)))
        .when((state) => checkOut(state, ID, request('s1'), moment(2)))
        .then('nothing');
    });

    it('makes none either while rotation is owed or the maximum reached', () => {
      const facts = history({ ...SHARED, rotateAfterUse: true }, out('s1', 1), out('s2', 1), inSession('s2', 2));
      given(identity, facts)
        .when((state) => checkOut(state, ID, request('s1'), moment(2)))
        .then('nothing');
    });

    it('does not bring back one that is over', () => {
      given(identity, history(SHARED, out('s1', 0)))
        .when((state) => checkOut(state, ID, request('s1'), moment(60)))
        .then('CONFLICT');
    });
  });
});

describe('reveal', () => {
  const reveal = (facts: readonly IdentityEvent[], userId: string, duringExclusiveCheckout = false, minutes = 5) => {
    const { outcome } = given(identity, facts).when((state) =>
      mayReveal(state, ID, userId, duringExclusiveCheckout, moment(minutes)),
    );
    return isRefusal(outcome) ? outcome.code : 'allowed';
  };

  it.each<[string, string, string]>([
    ['of what nobody holds', 'allowed', reveal(history({}), 'bob')],
    ['while somebody else holds it exclusively', 'ALREADY_CHECKED_OUT', reveal(history({}, out('s1', 1)), 'bob')],
    ['by the holder', 'allowed', reveal(history({}, out('s1', 1)), 'ann')],
    ['where the organization allows it', 'allowed', reveal(history({}, out('s1', 1)), 'bob', true)],
    ['from the moment the other session is over', 'allowed', reveal(history({}, out('s1', 1)), 'bob', false, 61)],
    ['while others hold it concurrently', 'allowed', reveal(history(SHARED, out('s1', 1)), 'bob')],
    ['while the vault changes the value', 'allowed', reveal(history({}, requested('r1', 1)), 'bob')],
  ])('%s: %s', (_, expected, outcome) => expect(outcome).toBe(expected));
});
