import { at, ID, moment, out, SHARED, history } from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import type { IdentityCheckedOut, IdentityEvent } from '../events';
import { identity } from '../evolve';
import { checkIn, expire, extend, shorten } from './session';

const EXTENDED = 'keyledger.session-extended.v1';
const SHORTENED = 'keyledger.session-shortened.v1';

const longer = (durationMinutes: number, minutes: number, grantEndsAt?: string) => (state: typeof identity.initial) =>
  extend(
    state,
    ID,
    's',
    { reason: 'not done yet', durationMinutes, ...(grantEndsAt === undefined ? {} : { grantEndsAt }) },
    at(minutes),
  );

describe('extension', () => {
  const open = history({}, out('s', 0));
  const breakGlass = open.map((fact): IdentityEvent =>
    fact.type === 'keyledger.identity-checked-out.v1'
      ? ({ ...fact, data: { ...fact.data, breakGlass: true } } satisfies IdentityCheckedOut)
      : fact,
  );

  it('adds to the present end, with its own reason', () => {
    given(identity, open)
      .when(longer(30, 10))
      .then([
        { type: EXTENDED, data: { sessionId: 's', reason: 'not done yet', durationMinutes: 30, expiresAt: at(90) } },
      ]);
  });

  it.each<[string, readonly IdentityEvent[], number, number, string]>([
    ['to 1440 minutes in all', open, 1380, 10, EXTENDED],
    ['past 1440 minutes in all', open, 1381, 10, 'VALIDATION_FAILED'],
    ['past 1440 minutes by a second step', history({}, out('s', 0), longer(1380, 1)), 5, 10, 'VALIDATION_FAILED'],
    ['of a session that is over', open, 30, 60, 'CONFLICT'],
    [
      'of a session that was ended',
      history({}, out('s', 0), (state) => checkIn(state, ID, 's', { endedBy: 'checkin' }, moment(1))),
      30,
      10,
      'CONFLICT',
    ],
    ['of a session that never was', history({}), 30, 10, 'CONFLICT'],
    ['of a break-glass session', breakGlass, 30, 10, 'CONFLICT'],
  ])('%s', (_, facts, added, minutes, expected) => {
    const decision = given(identity, facts).when(longer(added, minutes));
    decision.then(expected === EXTENDED ? [{ type: EXTENDED }] : expected);
  });

  it('goes no further than the grant', () => {
    given(identity, open)
      .when(longer(30, 10, at(70)))
      .then([{ type: EXTENDED, data: { expiresAt: at(70) } }]);
  });

  it('moves the end for every later decision', () => {
    const facts = history({}, out('s', 0), longer(30, 10));
    given(identity, facts)
      .when((state) => expire(state, ID, moment(89)))
      .then('nothing');
    given(identity, facts)
      .when((state) => expire(state, ID, moment(90)))
      .then([{ type: 'keyledger.identity-checked-in.v1', data: { endedAt: at(90) } }]);
  });
});

describe('shortening', () => {
  const facts = history(SHARED, out('s', 0), out('t', 0));
  const shorter =
    (minutes: number, sessionId = 's') =>
    (state: typeof identity.initial) =>
      shorten(state, ID, sessionId, at(minutes));

  it('ends the session with its grant, and no other', () => {
    given(identity, facts)
      .when(shorter(20))
      .then([{ type: SHORTENED, data: { sessionId: 's', expiresAt: at(20) } }]);
    given(identity, history(SHARED, out('s', 0), out('t', 0), shorter(20)))
      .when((state) => expire(state, ID, moment(20)))
      .then([
        { type: 'keyledger.identity-checked-in.v1', data: { sessionId: 's', endedBy: 'expiry', endedAt: at(20) } },
      ]);
  });

  it.each([
    ['to a later end', 61, 's'],
    ['to the same end', 60, 's'],
    ['of a session that is not there', 10, 'unknown'],
  ])('does nothing %s', (_, minutes, sessionId) => {
    given(identity, facts).when(shorter(minutes, sessionId)).then('nothing');
  });
});
