import { fact } from '../../../../test/support/a-fact';
import { Rotation } from '../../../../test/support/a-rotation';
import {
  at,
  broken,
  confirmed,
  history,
  ID,
  moment,
  out,
  replaced,
  request,
  requested,
  SHARED,
  transferred,
} from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { triggerOfEnd } from '../trigger-of-end';
import { approveRequest, askAccess, cancelRequest, denyRequest, revokeRequest } from './access-request';
import { checkOut, mayReveal } from './check-out';
import { endSession } from './end-session';
import { remindOfReview, reviewBreakGlass } from './review-break-glass';
import { rotateExposed } from './rotate-exposed';
import { failRotation, requestByHand } from './rotation';
import { extend } from './session';
import { restoreVersion } from './versions';

/** What is told beside a refusal, and whose session, review or request of several is meant. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const of = (...facts: Parameters<typeof history>) => new Rotation(history(...facts)).state;
const extraOf = (decided: unknown) => (decided as { extra?: object }).extra;

test('who checks out is told the field, the holders, the maximum, or for how long to wait', () => {
  const shared = of(SHARED, out('s1', 1), out('s2', 2, { userId: 'bob', userEmail: 'bob@example.com' }));
  const tried = (state: typeof shared, more: object = {}) => checkOut(state, ID, request('s9', more), moment(5));
  expect(extraOf(tried(of(ON_TWO), { hostId: 'host9' }))).toMatchObject({ errors: [{ field: 'hostId' }] });
  expect(extraOf(tried(of({}, out('s1', 1))))).toMatchObject({
    holders: [{ userId: 'ann', own: true, since: at(1), until: at(61) }],
  });
  expect(extraOf(tried(of({}, out('s1', 1)), { userId: 'bob' }))).toMatchObject({ holders: [{ own: false }] });
  const full = { ...shared, settings: { ...shared.settings, maxConcurrentSessions: 2 } };
  expect(extraOf(tried(full))).toEqual({ maxConcurrentSessions: 2 });
  const owed = { ...shared, owed: 'after_use' } as const;
  expect(extraOf(tried(owed))).toEqual({ retryAfterSeconds: 57 * 60 });
  expect(inShort(tried({ ...of({}), owed: 'after_use' }))).toEqual(['identity-checked-out 1 month end']);
});

test('one exclusive session among several keeps others out, and the value from them', () => {
  const state = of(SHARED, out('s1', 1), out('s2', 2, { userId: 'bob' }));
  const [first, second] = state.sessions;
  const mixed = { ...state, sessions: [{ ...first!, exclusive: true }, second!] };
  expect(inShort(checkOut(mixed, ID, request('s9', { userId: 'cid' }), moment(5)))).toBe('ALREADY_CHECKED_OUT');
  const reveal = (userId: string, may: boolean) => mayReveal(mixed, ID, userId, may, moment(5))?.code;
  expect([reveal('cid', false), reveal('cid', true), reveal('bob', false)]).toEqual([
    'ALREADY_CHECKED_OUT',
    undefined,
    undefined,
  ]);
});

test('an extension is refused by its field: beyond a day, or beyond what was approved', () => {
  const state = of({}, out('s1', 1));
  const longer = (found: typeof state, durationMinutes: number) =>
    extend(found, ID, 's1', { reason: 'more', durationMinutes }, at(5));
  const FIELD = { errors: [{ field: 'durationMinutes' }] };
  expect(extraOf(longer(state, 1440))).toMatchObject(FIELD);
  expect(inShort(longer(state, 1380))).toEqual(['session-extended more']);
  const approved = { ...state, sessions: state.sessions.map((each) => ({ ...each, approvedUntil: at(90) })) };
  expect(extraOf(longer(approved, 30))).toMatchObject(FIELD);
  expect(inShort(longer(approved, 29))).toEqual(['session-extended more']);
});

test('a session on a host goes on there with whoever has it next, unless the identity left it', () => {
  const held = of({ ...ON_TWO, ...SHARED }, out('s0', 1), out('s1', 1, { hostId: 'host2' }));
  const next = (state: typeof held) => {
    const events = transferred('s1', 's2', 5)(state);
    return Array.isArray(events) ? events.find(({ type }) => type.includes('checked-out'))?.data : events;
  };
  expect(next(held)).toMatchObject({
    hostId: 'host2',
    durationMinutes: 56,
    transferredFrom: { sessionId: 's1', userId: 'ann' },
  });
  expect(next({ ...held, settings: { ...held.settings, hostIds: ['host1'] } })).not.toHaveProperty('hostId');
  expect(next(of({ ...ON_TWO, ...SHARED }, out('s1', 1)))).not.toHaveProperty('hostId');
});

test('of two sessions behind broken glass that one is reviewed, and only once it is over', () => {
  const state = of({}, broken('b1', 1), broken('b2', 2, { userId: 'dan' }));
  const review = (found: typeof state, id: string, breakGlass = true) =>
    inShort(
      reviewBreakGlass(
        found,
        ID,
        { id, breakGlass },
        { reviewedBy: 'bob', reviewerEmail: 'b@x.org', note: 'ok' },
        moment(5),
      ),
    );
  expect([review(state, 'b1'), review(state, 's', false)]).toEqual(['CONFLICT', 'CONFLICT']);
  const { sessions } = state;
  const open = (sessionId: string) => ({ sessionId, userId: 'eve', userEmail: 'e@x.org', openSince: at(3) });
  const over = { ...state, sessions: sessions.slice(1), openReviews: [open('b0'), open('b1')] };
  expect([review(over, 'b1'), review(over, 'b2'), review(over, 'b3')]).toEqual([
    ['break-glass-reviewed'],
    'CONFLICT',
    'CONFLICT',
  ]);
  const reminded = (id: string) => remindOfReview(over, ID, id, at(3 + 24 * 60));
  expect(reminded('b1')).toMatchObject([{ data: { sessionId: 'b1' } }]);
  expect(reminded('b2')).toEqual([]);
});

const POLICY = { required: 1 } as never;
const asking = { requestId: 'q1', userId: 'ann', userEmail: 'a@x.org', reason: 'work', durationMinutes: 60 };
test('a request says which other one stands in its way; one that is used by a checkout is not taken back', () => {
  const state = of({}, (found) => askAccess(found, ID, asking, POLICY, at(1)));
  const [first] = state.requests;
  expect(extraOf(askAccess(state, ID, { ...asking, requestId: 'q2' }, POLICY, at(2)))).toEqual({ requestId: 'q1' });
  expect(inShort(askAccess(Rotation.enrolling().state, ID, asking, POLICY, at(2)))).toBe('NOT_CONFIRMED');
  const bob = { userId: 'bob', email: 'b@x.org' };
  const approved = approveRequest(state, ID, first!, { ...bob, idpUserId: 'p-bob' }, [], at(2));
  expect(approved).toMatchObject([{ data: { requestId: 'q1', approvals: 1, required: 1, decidedBy: 'bob' } }]);
  const revoke = (more: object) =>
    revokeRequest(state, ID, { ...first!, approvals: [{} as never], ...more }, { ...bob, reason: 'no' }, at(5));
  expect(revoke({})).toMatchObject([{ data: { requestId: 'q1', reason: 'no', decidedBy: 'bob' } }]);
  expect(revoke({ until: at(90), sessionId: 's' })).toMatchObject({
    code: 'CONFLICT',
    detail: expect.stringContaining('checkout'),
  });
  expect(revoke({ until: at(4) })).toMatchObject({ code: 'CONFLICT', detail: expect.stringContaining('used') });
  const deny = (more: object) =>
    inShort(denyRequest(state, ID, { ...first!, ...more }, { ...bob, reason: 'no', counted: 0 }, at(5)));
  expect([deny({}), deny({ ended: 'denied' })]).toEqual([['access-request-denied no'], 'CONFLICT']);
  expect(cancelRequest(state, ID, first!, at(5))).toMatchObject([
    { data: { requestId: 'q1', userId: 'ann', cancelledAt: at(5) } },
  ]);
});

test('what is owed to a value that somebody was shown: nothing where it is not there, or was lost for good', () => {
  const exposed = (state: Parameters<typeof rotateExposed>[0]) => rotateExposed(state, ID, [1], moment(5)).outcome;
  expect(exposed({ ...of({}), status: 'none' })).toBe('not_in_force');
  expect(exposed({ ...of({}), status: 'destroyed' })).toBe('not_in_force');
  const lost = of({}, fact('identity-value-lost', { materialStoreId: 'm', lostAt: at(1) }));
  expect(rotateExposed(lost, ID, [1], moment(5))).toMatchObject({
    outcome: 'refused',
    code: 'VALUE_MISSING',
    events: [],
  });
});

test('a rotation that fails is tried again by itself unless a person is to look, or it is due anyway', () => {
  const failing = (trigger: 'schedule' | 'manual' | 'enrollment', more: object = {}) =>
    failRotation({ ...of({}, requested('r1', 1, trigger)), ...more }, ID, 'r1', { code: 'X', detail: 'x' }, at(5))[0]
      ?.data;
  expect(failing('schedule')).toMatchObject({ retryAt: at(35) });
  expect(failing('schedule', { nextRotationAt: at(6) })).toMatchObject({ retryAt: at(35) });
  for (const data of [failing('schedule', { nextRotationAt: at(5) }), failing('manual'), failing('enrollment')]) {
    expect(data).not.toHaveProperty('retryAt');
  }
  expect(inShort(requestByHand(Rotation.enrolling().state, ID, moment(2)))).toBe('NOT_CONFIRMED');
});

test('a version is not brought back while hosts are on their way to another one', () => {
  const state = { ...of({}, requested('r0', 1), confirmed('r0', 2, 1), requested('r1', 1)) };
  const restore = (mode: 'hosts' | 'manual') =>
    inShort(
      restoreVersion({ ...state, rotation: { ...state.rotation!, mode } }, ID, 1, { version: 3, by: 'b', now: at(2) }),
    );
  expect([restore('hosts'), restore('manual')]).toEqual(['ROTATION_IN_PROGRESS', ['credential-version-restored 3']]);
});

test('why the end of a use asks for another value', () => {
  const trigger = (endedBy: Parameters<typeof triggerOfEnd>[2]) => triggerOfEnd(of({}), { breakGlass: false }, endedBy);
  expect([trigger('support_disabled'), trigger('grant_revoked'), trigger('checkin'), trigger('force')]).toEqual([
    'support_disabled',
    'grant_revoked',
    undefined,
    'force_checkin',
  ]);
  const late = of({ rotateAfterUse: true }, out('s', 1));
  const end = (endedBy: 'checkin' | 'force') =>
    endSession(late, ID, late.sessions[0]!, { endedBy }, moment(90)).map(({ data }) =>
      'trigger' in data ? data.trigger : 'endedBy' in data && data.endedBy,
    );
  expect([end('checkin'), end('force')]).toEqual([
    ['expiry', 'after_use'],
    ['expiry', 'force_checkin'],
  ]);
  expect(replaced(3, 1)(of({}))).toMatchObject([{ data: { version: 3 } }]);
});
