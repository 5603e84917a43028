import {
  at,
  broken,
  changed,
  confirmed,
  history,
  ID,
  moment,
  out,
  requested,
  SHARED,
  transferred,
} from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { identity } from '../evolve';
import type { IdentityEvent } from '../events';
import type { IdentityState } from '../state';
import { checkIn, extend } from './session';

const OUT = 'keyledger.identity-checked-out.v1';
const IN = 'keyledger.identity-checked-in.v1';
const OWED = 'keyledger.rotation-owed.v1';
const REQUESTED = 'keyledger.rotation-requested.v1';
const SHORTENED = 'keyledger.session-shortened.v1';
const AFTER_USE = { rotateAfterUse: true } as const;
const end = (sessionId: string, minutes: number) => (state: IdentityState) =>
  checkIn(state, ID, sessionId, { endedBy: 'checkin' }, moment(minutes, 'after'));
const ended = { type: IN, data: { sessionId: 's1', userId: 'ann', endedBy: 'transfer', transferredTo: 's2' } };
const from = { transferredFrom: { sessionId: 's1', userId: 'ann', userEmail: 'ann@example.com' } };
const begun = (more: object = {}) => ({
  type: OUT,
  data: { sessionId: 's2', userId: 'bob', expiresAt: at(61), heldSince: at(1), checkedOutAt: at(21), ...from, ...more },
});

describe('a session that is handed over', () => {
  it.each<[string, readonly IdentityEvent[], Parameters<typeof transferred>[3], readonly object[]]>([
    ['goes on as the receiver’s, with the same end', history({}, out('s1', 1)), {}, [ended, begun()]],
    [
      'ends with the receiver’s grant',
      history({}, out('s1', 1)),
      { grantEndsAt: at(30) },
      [ended, begun({ expiresAt: at(30) })],
    ],
    ['is not made longer by a grant', history({}, out('s1', 1)), { grantEndsAt: at(300) }, [ended, begun()]],
    [
      'owes the rotation after its use to the last end',
      history(AFTER_USE, out('s1', 1)),
      {},
      [ended, begun(), { type: OWED, data: { trigger: 'after_use' } }],
    ],
    [
      'owes it on the terms with which it began',
      history(AFTER_USE, out('s1', 1), changed({ rotateAfterUse: false })),
      {},
      [ended, begun({ rotateAfterUse: false }), { type: OWED, data: { trigger: 'after_use' } }],
    ],
    [
      'still ends because the glass was broken beside it',
      history({}, out('s1', 1), broken('b1', 2), end('b1', 3)),
      {},
      [
        ended,
        begun({ expiresAt: at(18) }),
        { type: SHORTENED, data: { sessionId: 's2', expiresAt: at(18), endsAs: 'break_glass', userId: 'bob' } },
      ],
    ],
    [
      'is handed on though a rotation waits for the last one to end',
      history({ ...AFTER_USE, ...SHARED }, out('s1', 1), out('s3', 1), end('s3', 2)),
      {},
      [ended, begun({ rotateAfterUse: true })],
    ],
    [
      'is handed on beside another, though a rotation waits for both to end',
      history({ ...AFTER_USE, ...SHARED }, out('s1', 1), out('s3', 1), out('s4', 1), end('s3', 2)),
      {},
      [ended, begun({ rotateAfterUse: true })],
    ],
    [
      'keeps its place among as many as may',
      history({ ...SHARED, maxConcurrentSessions: 2 }, out('s1', 1), out('s3', 1)),
      {},
      [ended, begun()],
    ],
  ])('%s', (what, facts, more, events) => {
    const minutes = what.includes('glass') ? 4 : 21;
    const told = events.map((event) =>
      minutes === 4 ? JSON.parse(JSON.stringify(event).replace(at(21), at(4))) : event,
    );
    given(identity, facts)
      .when(transferred('s1', 's2', minutes, more))
      .then(told as never);
  });

  it('rotates when the receiver gives it back, and lets nobody new in before', () => {
    const facts = history({ ...AFTER_USE, ...SHARED }, out('s1', 1), transferred('s1', 's2', 2));
    given(identity, facts).when(out('s9', 3)).then('ROTATION_IN_PROGRESS');
    given(identity, facts)
      .when(end('s2', 3))
      .then([
        { type: IN, data: { sessionId: 's2', endedBy: 'checkin' } },
        { type: REQUESTED, data: { trigger: 'after_use' } },
      ]);
  });

  it('goes on although a rotation is owed: it holds nothing up longer', () => {
    const facts = history(
      { ...AFTER_USE, ...SHARED },
      out('s1', 1),
      transferred('s1', 's2', 2),
      transferred('s2', 's3', 3),
    );
    given(identity, facts)
      .when(end('s3', 4))
      .then([
        { type: IN, data: { sessionId: 's3' } },
        { type: REQUESTED, data: { trigger: 'after_use' } },
      ]);
  });

  it('lasts a day at most, however often it is handed to and fro', () => {
    const facts = history({}, out('s1', 0, { durationMinutes: 1000 }), transferred('s1', 's2', 900));
    const more = (durationMinutes: number) => (state: IdentityState) =>
      extend(state, ID, 's2', { reason: 'more', durationMinutes }, at(910));
    given(identity, facts).when(more(441)).then('VALIDATION_FAILED');
    given(identity, facts)
      .when(more(440))
      .then([{ type: 'keyledger.session-extended.v1', data: { expiresAt: at(1440) } }]);
  });
});

describe('it is not handed over', () => {
  it.each<[string, readonly IdentityEvent[], string]>([
    ['once it has ended', history({}, out('s1', 1), end('s1', 2)), 'CONFLICT'],
    ['once its time is over', history({}, out('s1', 1, { durationMinutes: 5 })), 'CONFLICT'],
    ['a second time', history({}, out('s1', 1), transferred('s1', 's3', 2)), 'CONFLICT'],
    ['behind broken glass', history({}, broken('s1', 1)), 'CONFLICT'],
    [
      'where fewer may share it by now',
      history(
        { ...SHARED, maxConcurrentSessions: 2 },
        out('s1', 1),
        out('s3', 1),
        changed({ maxConcurrentSessions: 1 }),
      ),
      'MAX_SESSIONS_REACHED',
    ],
    [
      'where nobody may share it by now',
      history(SHARED, out('s1', 1), out('s3', 1), changed({ allowConcurrentCheckout: false })),
      'ALREADY_CHECKED_OUT',
    ],
  ])('%s', (_, facts, code) => {
    given(identity, facts)
      .when(transferred('s1', 's2', 21))
      .then(code);
  });

  it('is one of a value that changed meanwhile, all the same', () => {
    const facts = history({}, requested('r1', 0), confirmed('r1', 2, 0), out('s1', 1));
    given(identity, facts)
      .when(transferred('s1', 's2', 21))
      .then([ended, begun({ version: 2 })] as never);
  });
});
