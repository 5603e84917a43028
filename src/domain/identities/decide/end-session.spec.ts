import {
  at,
  BY_HAND,
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
import type { EndedBy, IdentityEvent, IdentitySettings } from '../events';
import { identity } from '../evolve';
import { checkIn, expire } from './session';

const ENDED = 'keyledger.identity-checked-in.v1';
const REQUESTED = 'keyledger.rotation-requested.v1';
const OWED = 'keyledger.rotation-owed.v1';
const USED: Partial<IdentitySettings> = { rotateAfterUse: true };

const end =
  (sessionId: string, minutes: number, endedBy: EndedBy = 'checkin') =>
  (state: typeof identity.initial) =>
    checkIn(state, ID, sessionId, { endedBy }, moment(minutes));

describe('the end of a session', () => {
  it.each<[string, readonly IdentityEvent[], EndedBy, number, readonly [string, string?][]]>([
    ['by checkin rotates nothing by itself', history({}, out('s', 1)), 'checkin', 2, []],
    ['by checkin rotates after use', history(USED, out('s', 1)), 'checkin', 2, [[REQUESTED, 'after_use']]],
    [
      'by checkin found after its time rotates too',
      history(USED, out('s', 1)),
      'checkin',
      90,
      [[REQUESTED, 'after_use']],
    ],
    ['by force always rotates', history({}, out('s', 1)), 'force', 2, [[REQUESTED, 'force_checkin']]],
    ['by force after its time rotates too', history({}, out('s', 1)), 'force', 90, [[REQUESTED, 'force_checkin']]],
    [
      'by force rotates what is suspended: a person acts',
      history({}, ...suspended, out('s', 1)),
      'force',
      2,
      [[REQUESTED, 'force_checkin']],
    ],
    ['by a grant taken away rotates', history({}, out('s', 1)), 'grant_revoked', 2, [[REQUESTED, 'grant_revoked']]],
    ['rotates nothing that is suspended', history(USED, ...suspended, out('s', 1)), 'checkin', 2, []],
    [
      'adds no rotation to the one on its way, which is told what else it is for',
      history({ ...USED, ...ON_HOSTS }, requested('r', 1), out('s', 1)),
      'force',
      2,
      [[OWED, 'force_checkin']],
    ],
    [
      'with others open owes a rotation',
      history({ ...SHARED, ...USED }, out('s', 1), out('t', 1)),
      'checkin',
      2,
      [[OWED, 'after_use']],
    ],
    [
      'with others open, by force, owes one',
      history(SHARED, out('s', 1), out('t', 1)),
      'force',
      2,
      [[OWED, 'force_checkin']],
    ],
    ['with others open owes nothing when none is wanted', history(SHARED, out('s', 1), out('t', 1)), 'checkin', 2, []],
    [
      'with others open owes nothing twice',
      history({ ...SHARED, ...USED }, out('s', 1), out('t', 1), out('u', 1), end('t', 2)),
      'checkin',
      2,
      [],
    ],
    [
      'by force replaces what was owed to a rule',
      history({ ...SHARED, ...USED }, out('s', 1), out('t', 1), out('u', 1), end('t', 2)),
      'force',
      2,
      [[OWED, 'force_checkin']],
    ],
    [
      'with others open owes nothing while a person is reminded anyway',
      history({ ...SHARED, ...USED, ...BY_HAND }, requested('r', 1), out('s', 1), out('t', 1)),
      'checkin',
      2,
      [],
    ],
    [
      'with others open owes nothing while suspended',
      history({ ...SHARED, ...USED }, ...suspended, out('s', 1), out('t', 1)),
      'checkin',
      2,
      [],
    ],
    [
      'the last pays what was owed',
      history({ ...SHARED, ...USED }, out('s', 1), out('t', 1), end('t', 2)),
      'checkin',
      3,
      [[REQUESTED, 'after_use']],
    ],
    [
      'the last pays what force was owed, though nothing rotates after use',
      history(SHARED, out('s', 1), out('t', 1), end('t', 2, 'force')),
      'checkin',
      3,
      [[REQUESTED, 'force_checkin']],
    ],
    [
      'the last pays what force was owed while suspended',
      history({ ...SHARED, ...USED }, ...suspended, out('s', 1), out('t', 1), end('t', 2, 'force')),
      'checkin',
      3,
      [[REQUESTED, 'force_checkin']],
    ],
    [
      'the last rotates what fell due meanwhile',
      history({ rotationIntervalDays: 1 }, out('s', 1, { durationMinutes: 1440 })),
      'checkin',
      1440,
      [[REQUESTED, 'schedule']],
    ],
    ['rotates nothing that is not due yet', history({ rotationIntervalDays: 1 }, out('s', 1)), 'checkin', 2, []],
    [
      'with others open leaves what fell due to the last',
      history(
        { ...SHARED, rotationIntervalDays: 1 },
        out('s', 1, { durationMinutes: 1440 }),
        out('t', 1, { durationMinutes: 1440 }),
      ),
      'checkin',
      1440,
      [],
    ],
  ])('%s', (_, facts, endedBy, minutes, expected) => {
    const more = expected.map(([type, trigger]) => ({ type: type as IdentityEvent['type'], data: { trigger } }));
    given(identity, facts)
      .when(end('s', minutes, endedBy))
      .then([{ type: ENDED, data: { sessionId: 's' } }, ...more]);
  });

  it.each<[EndedBy, number, EndedBy, number]>([
    ['checkin', 60.9, 'checkin', 60.9],
    ['checkin', 61, 'expiry', 61],
    ['force', 90, 'expiry', 61],
    ['grant_revoked', 90, 'expiry', 61],
    ['support_disabled', 10, 'support_disabled', 10],
  ])('by %s at minute %d is told as %s at minute %d', (endedBy, minutes, told, toldAt) => {
    const { outcome } = given(identity, history({}, out('s', 1))).when(end('s', minutes, endedBy));
    expect(outcome).toMatchObject({ 0: { data: { endedBy: told, endedAt: at(toldAt) } } });
  });

  it('happens once', () => {
    const facts = history({}, out('s', 1), end('s', 2));
    given(identity, facts).when(end('s', 3)).then('nothing');
    given(identity, facts)
      .when(end('s', 3, 'force'))
      .then('nothing');
    given(identity, facts).when(end('unknown', 3)).then('nothing');
  });

  it('keeps the reason of whoever forced it', () => {
    given(identity, history({}, out('s', 1)))
      .when((state) => checkIn(state, ID, 's', { endedBy: 'force', reason: 'left the company' }, moment(2)))
      .then([{ type: ENDED, data: { reason: 'left the company', userId: 'ann' } }, { type: REQUESTED }]);
  });
});

describe('expiry by time', () => {
  it('ends every session whose time is over, and none other', () => {
    const facts = history(
      SHARED,
      out('s', 0, { durationMinutes: 5 }),
      out('t', 0, { durationMinutes: 6 }),
      out('u', 0),
    );
    given(identity, facts)
      .when((state) => expire(state, ID, moment(4.9)))
      .then('nothing');
    given(identity, facts)
      .when((state) => expire(state, ID, moment(7)))
      .then([
        { type: ENDED, data: { sessionId: 's', endedBy: 'expiry', endedAt: at(5) } },
        { type: ENDED, data: { sessionId: 't', endedBy: 'expiry', endedAt: at(6) } },
      ]);
  });

  it('rotates once, when all are over at once', () => {
    given(identity, history({ ...SHARED, ...USED }, out('s', 0), out('t', 0)))
      .when((state) => expire(state, ID, moment(60)))
      .then([
        { type: ENDED, data: { sessionId: 's' } },
        { type: OWED },
        { type: ENDED, data: { sessionId: 't' } },
        { type: REQUESTED, data: { trigger: 'after_use', rotationId: 'next-rotation', requestedAt: at(60) } },
      ]);
  });

  it('rotates nothing that needs no rotation after use', () => {
    given(identity, history({}, out('s', 0)))
      .when((state) => expire(state, ID, moment(60)))
      .then([{ type: ENDED }]);
  });
});
