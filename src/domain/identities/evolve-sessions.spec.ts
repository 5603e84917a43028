import { SUBJECT } from '../../../test/support/a-fact';
import { at } from '../../../test/support/an-identity';
import { changes, stateOf } from '../../../test/support/changes';
import type { AccessRequest } from './access-request';
import { withoutSessions } from './evolve-sessions';
import type { IdentityState, OpenReview, OpenSession } from './state';

/** What each fact of a session, a review or a request changes, and what of the others stays. */
const session = (sessionId: string, more: Partial<OpenSession> = {}): OpenSession => ({
  sessionId,
  userId: 'ann',
  userEmail: 'ann@x.org',
  reason: 'logs',
  breakGlass: false,
  ownerBypass: false,
  evidence: { ownerBypass: false },
  version: 1,
  exclusive: true,
  maxConcurrentSessions: 1,
  checkedOutAt: at(1),
  expiresAt: at(61),
  ...more,
});
const [S1, S2] = [session('s1'), session('s2')];
const review = (sessionId: string, more: Partial<OpenReview> = {}): OpenReview => ({
  sessionId,
  userId: 'ann',
  userEmail: 'ann@x.org',
  openSince: at(9),
  ...more,
});
const CANDIDATE = { rotationId: 'r', trigger: 'manual', version: 2 } as const;
const ROTATION = {
  rotationId: 'r',
  trigger: 'manual',
  mode: 'hosts',
  requestedAt: at(1),
  refusals: 0,
  hostIds: [],
} as const;
const IN = { sessionId: 's1', userId: 'ann', endedBy: 'checkin', endedAt: at(9) };
const shown = session('s1', { version: 2, rotateAfterUse: true });
type Row = readonly [string, IdentityState, string, object, object];

test.each<Row>([
  ['ends, and the other goes on', stateOf({ sessions: [S1, S2] }), 'identity-checked-in', IN, { sessions: [S2] }],
  [
    'behind broken glass ends: somebody has to look at it',
    stateOf({ sessions: [session('s1', { breakGlass: true }), S2], openReviews: [review('s0')] }),
    'identity-checked-in',
    IN,
    { sessions: [S2], openReviews: [review('s0'), review('s1')] },
  ],
  ['that is not there ends: nothing', stateOf({ sessions: [S2], candidate: CANDIDATE }), 'identity-checked-in', IN, {}],
  [
    'in which a candidate was shown ends, after which the value is to change',
    stateOf({ sessions: [shown], candidate: CANDIDATE }),
    'identity-checked-in',
    IN,
    { sessions: [], candidate: undefined },
  ],
  [
    'in which a candidate was shown ends, after which nothing is to change',
    stateOf({ sessions: [session('s1', { version: 2 })], candidate: CANDIDATE }),
    'identity-checked-in',
    IN,
    { sessions: [] },
  ],
  [
    'in which a candidate was shown ends, while its rotation is under way',
    stateOf({ sessions: [shown], candidate: CANDIDATE, rotation: ROTATION }),
    'identity-checked-in',
    IN,
    { sessions: [] },
  ],
  [
    'in which no candidate was shown ends',
    stateOf({ sessions: [session('s1', { rotateAfterUse: true })], candidate: CANDIDATE }),
    'identity-checked-in',
    IN,
    { sessions: [] },
  ],
  [
    'lasts longer',
    stateOf({ sessions: [S1, S2] }),
    'session-extended',
    { sessionId: 's2', expiresAt: at(99) },
    { sessions: [S1, session('s2', { expiresAt: at(99) })] },
  ],
  [
    'ends sooner, and why',
    stateOf({ sessions: [S1, S2] }),
    'session-shortened',
    { sessionId: 's2', expiresAt: at(9), endsAs: 'break_glass' },
    { sessions: [S1, session('s2', { expiresAt: at(9), endsAs: 'break_glass' })] },
  ],
  [
    'ends sooner still, for no such reason',
    stateOf({ sessions: [session('s1', { endsAs: 'break_glass' })] }),
    'session-shortened',
    { sessionId: 's1', expiresAt: at(9) },
    { sessions: [session('s1', { expiresAt: at(9) })] },
  ],
  [
    'was looked at',
    stateOf({ openReviews: [review('s1'), review('s2')] }),
    'break-glass-reviewed',
    { sessionId: 's1' },
    { openReviews: [review('s2')] },
  ],
  [
    'is still to be looked at, of which somebody was reminded',
    stateOf({ openReviews: [review('s1'), review('s2')] }),
    'break-glass-review-reminded',
    { sessionId: 's2', remindedAt: at(20) },
    { openReviews: [review('s1'), review('s2', { remindedAt: at(20) })] },
  ],
])('a session %s', (_, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});

test('a session begins on the terms that are told, or on those of that moment where an old fact tells none', () => {
  const { exclusive: _e, maxConcurrentSessions: _m, ...begun } = session('s1');
  const data = { ...SUBJECT, ...begun, durationMinutes: 60, scheme: 'v1' };
  const shared = stateOf({
    settings: { ...stateOf().settings, allowConcurrentCheckout: true, maxConcurrentSessions: 4 },
  });
  const out = (terms: object) => changes(shared, 'identity-checked-out', { ...data, ...terms });
  expect(out({})).toStrictEqual({ sessions: [session('s1', { exclusive: false, maxConcurrentSessions: 4 })] });
  expect(out({ exclusive: true, maxConcurrentSessions: 2 })).toStrictEqual({
    sessions: [session('s1', { maxConcurrentSessions: 2 })],
  });
});

test('where facts were lost no session is left, but the duty to look at those behind broken glass', () => {
  const glass = session('s2', { breakGlass: true });
  const left = withoutSessions(
    stateOf({ sessions: [S1, glass], openReviews: [review('s0')], requests: [asked('q1')] }),
  );
  expect(left).toStrictEqual(stateOf({ openReviews: [review('s0'), review('s2', { openSince: at(61) })] }));
});

const asked = (requestId: string, more: Partial<AccessRequest> = {}): AccessRequest => ({
  requestId,
  userId: 'ann',
  userEmail: 'ann@x.org',
  reason: 'logs',
  durationMinutes: 60,
  policy: { required: 2 } as AccessRequest['policy'],
  createdAt: at(1),
  expiresAt: at(60),
  approvals: [],
  ...more,
});
const { approvals: _, ...NEW } = asked('q9', { createdAt: at(70), expiresAt: at(130) });
const [Q1, Q2] = [asked('q1'), asked('q2')];
const by = (idpUserId: string, userId = 'bob') => ({ userId, userEmail: `${userId}@x.org`, idpUserId });
const decided = { requestId: 'q2', decidedBy: 'bob', decidedByEmail: 'bob@x.org', idpUserId: 'p-bob' };
test.each<Row>([
  [
    'is new: of whoever asks, those go that are good for nothing',
    stateOf({
      requests: [
        Q1,
        asked('q2', { expiresAt: at(71) }),
        asked('q3', { until: at(71) }),
        asked('q4', { until: at(70) }),
        asked('q5', { userId: 'cid' }),
      ],
    }),
    'access-requested',
    NEW,
    {
      requests: [
        asked('q2', { expiresAt: at(71) }),
        asked('q3', { until: at(71) }),
        asked('q5', { userId: 'cid' }),
        { ...NEW, approvals: [] },
      ],
    },
  ],
  [
    'is approved',
    stateOf({ requests: [Q1, asked('q2', { approvals: [by('p-x')] })] }),
    'access-request-approved',
    decided,
    { requests: [Q1, asked('q2', { approvals: [by('p-x'), by('p-bob')] })] },
  ],
  [
    'is approved by the same person once more, with another account',
    stateOf({ requests: [Q1, asked('q2', { approvals: [by('p-bob', 'bob2')] })] }),
    'access-request-approved',
    decided,
    { requests: [Q1, asked('q2', { approvals: [by('p-bob')] })] },
  ],
  [
    'is denied',
    stateOf({ requests: [Q1, Q2] }),
    'access-request-denied',
    decided,
    { requests: [Q1, asked('q2', { ended: 'denied' })] },
  ],
  [
    'is cancelled',
    stateOf({ requests: [Q1, Q2] }),
    'access-request-cancelled',
    decided,
    { requests: [Q1, asked('q2', { ended: 'cancelled' })] },
  ],
  [
    'is revoked',
    stateOf({ requests: [Q1, Q2] }),
    'access-request-revoked',
    decided,
    { requests: [Q1, asked('q2', { ended: 'revoked' })] },
  ],
  [
    'runs out',
    stateOf({ requests: [Q1, Q2] }),
    'access-request-expired',
    decided,
    { requests: [Q1, asked('q2', { ended: 'expired' })] },
  ],
  [
    'is used by a reveal',
    stateOf({ requests: [Q1, Q2] }),
    'access-request-used',
    { requestId: 'q2', until: at(30) },
    { requests: [Q1, asked('q2', { until: at(30) })] },
  ],
  [
    'is used by a checkout',
    stateOf({ requests: [Q1, Q2] }),
    'access-request-used',
    { requestId: 'q2', until: at(30), sessionId: 's1' },
    { requests: [Q1, asked('q2', { until: at(30), sessionId: 's1' })] },
  ],
])('a request %s', (_name, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});
