import { fact, SUBJECT } from '../../../test/support/a-fact';
import { at } from '../../../test/support/an-identity';
import type { IdentityEvent } from './events';
import { recordAfter, sessionRecord, type SessionRecord } from './session-record';

/** A checkout as people are shown it, told from its own facts among those of others. */
const OUT = {
  sessionId: 's1',
  userId: 'ann',
  userEmail: 'ann@example.com',
  reason: 'month end',
  breakGlass: false,
  ownerBypass: false,
  evidence: { ownerBypass: false },
  version: 1,
  checkedOutAt: at(1),
  expiresAt: at(61),
  durationMinutes: 60,
};
const out = (more: object = {}) => fact('identity-checked-out', { ...OUT, ...more })();
const begun: SessionRecord = {
  id: 's1',
  ...SUBJECT,
  userId: 'ann',
  userEmail: 'ann@example.com',
  reason: 'month end',
  breakGlass: false,
  ownerBypass: false,
  checkedOutAt: at(1),
  expiresAt: at(61),
};
const other = { sessionId: 's0', userId: 'bob', userEmail: 'bob@example.com' };
const reviewed = { reviewedBy: 'bob', reviewerEmail: 'bob@example.com', note: 'fine', reviewedAt: at(90) };
const ended = (sessionId: string, more: object = {}) =>
  fact('identity-checked-in', { sessionId, userId: 'ann', endedBy: 'checkin', endedAt: at(30), ...more })();

test.each<[string, readonly (readonly IdentityEvent[])[], SessionRecord | undefined]>([
  ['nothing of one that nobody began', [], undefined],
  ['nothing of what follows one that nobody began', [ended('s1')], undefined],
  ['its beginning', [out()], begun],
  [
    'its beginning, with all that may be said of it',
    [out({ hostId: 'host1', breakGlass: true, ownerBypass: true, overlapped: [other], transferredFrom: other })],
    {
      ...begun,
      hostId: 'host1',
      breakGlass: true,
      ownerBypass: true,
      overlapped: [other],
      transferredFrom: other,
      review: { status: 'open' },
    },
  ],
  ['nothing of another one', [out(), out({ sessionId: 's2', reason: 'x' }), ended('s2')], begun],
  [
    'nothing of a request that it used',
    [out(), fact('access-request-used', { requestId: 'r', sessionId: 's1', until: at(9) })()],
    begun,
  ],
  ['its end', [out(), ended('s1')], { ...begun, endedAt: at(30), endedBy: 'checkin' }],
  [
    'its end, and to whom it was handed on',
    [out(), ended('s1', { endedBy: 'transfer', transferredTo: 's2' })],
    { ...begun, endedAt: at(30), endedBy: 'transfer', transferredTo: 's2' } as SessionRecord,
  ],
  [
    'how much longer it lasts',
    [out(), fact('session-extended', { sessionId: 's1', expiresAt: at(99), userId: 'ann' })()],
    { ...begun, expiresAt: at(99) },
  ],
  [
    'that it ends sooner, and why',
    [out(), fact('session-shortened', { sessionId: 's1', expiresAt: at(20), endsAs: 'break_glass', userId: 'ann' })()],
    { ...begun, expiresAt: at(20), endsAs: 'break_glass' },
  ],
  [
    'that it ends sooner still, for no such reason',
    [
      out(),
      fact('session-shortened', { sessionId: 's1', expiresAt: at(20), endsAs: 'break_glass', userId: 'ann' })(),
      fact('session-shortened', { sessionId: 's1', expiresAt: at(15), userId: 'ann' })(),
    ],
    { ...begun, expiresAt: at(15) },
  ],
  [
    'nothing new when somebody is reminded of it',
    [out({ breakGlass: true }), fact('break-glass-review-reminded', { sessionId: 's1', remindedAt: at(80) })()],
    { ...begun, breakGlass: true, review: { status: 'open' } },
  ],
  [
    'who looked at it, and found what',
    [out({ breakGlass: true }), fact('break-glass-reviewed', { sessionId: 's1', ...reviewed })()],
    {
      ...begun,
      breakGlass: true,
      review: { status: 'closed', userId: 'bob', userEmail: 'bob@example.com', note: 'fine', time: at(90) },
    },
  ],
])('of a session is shown %s', (_, facts, expected) => {
  expect(sessionRecord('s1', facts.flat())).toStrictEqual(expected);
});

test('a record goes on with what came after it, and with its own alone', () => {
  expect(recordAfter(begun, [...ended('s2'), ...ended('s1')])).toStrictEqual({
    ...begun,
    endedAt: at(30),
    endedBy: 'checkin',
  });
  expect(recordAfter(begun, [])).toBe(begun);
});
