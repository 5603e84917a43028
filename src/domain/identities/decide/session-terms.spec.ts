import { at, changed, ID, moment, out, request, SHARED, history } from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { isRefusal } from '../../../kernel/refusal';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import { checkOut, mayReveal } from './check-out';
import { checkIn, extend } from './session';

/** A session carries its own terms: no edit changes what whoever holds it was promised, nor what the holder promised. */
const CONCURRENT = changed({ allowConcurrentCheckout: true, maxConcurrentSessions: 5 });
const EXCLUSIVE = changed({ allowConcurrentCheckout: false });
const over = (sessionId: string) => (state: typeof identity.initial) =>
  checkIn(state, ID, sessionId, { endedBy: 'checkin' }, moment(2));

const told = (outcome: unknown): string =>
  isRefusal(outcome) ? outcome.code : `${(outcome as readonly unknown[]).length === 0 ? 'allowed' : 'checked out'}`;
const next = (facts: readonly IdentityEvent[]) =>
  told(
    given(identity, facts).when((state) => checkOut(state, ID, request('next', { userId: 'bob' }), moment(5))).outcome,
  );
const reveal = (facts: readonly IdentityEvent[], now = false) =>
  told(given(identity, facts).when((state) => mayReveal(state, ID, 'bob', now, moment(5))).outcome);

test.each<[string, readonly IdentityEvent[], string]>([
  ['several were allowed while one holds it exclusively', history({}, out('s1', 1), CONCURRENT), 'ALREADY_CHECKED_OUT'],
  ['and once that one is over', history({}, out('s1', 1), CONCURRENT, over('s1')), 'checked out'],
  ['several were allowed before', history({}, CONCURRENT, out('s1', 1)), 'checked out'],
  [
    'the maximum was raised while as many hold it as were allowed',
    history({ ...SHARED, maxConcurrentSessions: 1 }, out('s1', 1), changed({ maxConcurrentSessions: 9 })),
    'checked out',
  ],
  [
    'the maximum was raised while there was room',
    history({ ...SHARED, maxConcurrentSessions: 2 }, out('s1', 1), changed({ maxConcurrentSessions: 9 })),
    'checked out',
  ],
  [
    'the maximum fell below what is open',
    history(SHARED, out('s1', 1), out('s2', 1), changed({ maxConcurrentSessions: 1 })),
    'MAX_SESSIONS_REACHED',
  ],
  ['it became exclusive while shared', history(SHARED, out('s1', 1), EXCLUSIVE), 'ALREADY_CHECKED_OUT'],
  [
    'it was exclusive, shared and exclusive again',
    history({}, out('s1', 1), CONCURRENT, EXCLUSIVE),
    'ALREADY_CHECKED_OUT',
  ],
])('the next checkout when %s', (_, facts, expected) => expect(next(facts)).toBe(expected));

test.each<[string, string, string]>([
  ['several were allowed since', reveal(history({}, out('s1', 1), CONCURRENT)), 'ALREADY_CHECKED_OUT'],
  ['it became exclusive since', reveal(history(SHARED, out('s1', 1), EXCLUSIVE)), 'allowed'],
  ['the organization allows it', reveal(history({}, out('s1', 1)), true), 'allowed'],
])('a reveal beside an open session when %s', (_, outcome, expected) => expect(outcome).toBe(expected));

test('open sessions stay open, and can be extended, whatever was edited', () => {
  const facts = history(SHARED, out('s1', 1), out('s2', 1), EXCLUSIVE, changed({ maxConcurrentSessions: 1 }));
  for (const id of ['s1', 's2']) {
    given(identity, facts)
      .when((state) => extend(state, ID, id, { reason: 'more', durationMinutes: 5 }, at(5)))
      .then([{ type: 'keyledger.session-extended.v1' }]);
  }
});

describe('facts of earlier releases, which do not say the terms', () => {
  const older = (facts: readonly IdentityEvent[]): readonly IdentityEvent[] =>
    facts.map((fact) => {
      if (fact.type !== 'keyledger.identity-checked-out.v1') return fact;
      const { exclusive: _e, maxConcurrentSessions: _m, ...data } = fact.data;
      return { ...fact, data };
    });

  it('mean those that were set at that moment', () => {
    expect(next(older(history({}, out('s1', 1), CONCURRENT)))).toBe('ALREADY_CHECKED_OUT');
    expect(reveal(older(history({}, out('s1', 1), CONCURRENT)))).toBe('ALREADY_CHECKED_OUT');
    expect(reveal(older(history(SHARED, out('s1', 1), EXCLUSIVE)))).toBe('allowed');
  });
});
