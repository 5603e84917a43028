import fc from 'fast-check';
import { at, ID, moment, SHARED, history } from '../../../test/support/an-identity';
import { grow } from '../../kernel/fold';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { isUndecidedOrUnused, isWindowOpen, requestStatusOf, type AccessRequest } from './access-request';
import {
  approveRequest,
  askAccess,
  cancelRequest,
  denyRequest,
  expireRequests,
  revokeRequest,
  useRequest,
} from './decide/access-request';
import { checkOut } from './decide/check-out';
import { expire, extend } from './decide/session';
import type { IdentityEvent } from './events';
import { identity } from './evolve';
import type { IdentityState } from './state';

const POLICY = { required: 2, approvers: { users: ['p-kim', 'p-lee', 'p-pat'], groups: [] } };
const APPROVERS = ['kim', 'lee', 'pat'];

type Decide = (
  state: IdentityState,
  request: AccessRequest,
  now: string,
  n: number,
) => readonly IdentityEvent[] | Refusal;
const by = (n: number) => {
  const userId = APPROVERS[n % APPROVERS.length] ?? '';
  return { userId, email: `${userId}@example.com`, idpUserId: `p-${userId}`, reason: 'because' };
};
const idsOf = ({ approvals }: AccessRequest) => approvals.map(({ idpUserId }) => idpUserId);
const isUsable = (request: AccessRequest, now: string) =>
  isWindowOpen(request, now) || requestStatusOf(request, request.approvals.length, now) === 'approved';

const DECISIONS: Readonly<Record<string, Decide>> = {
  ask: (state, { userId }, now, n) => {
    const asked = { requestId: `q${state.requests.length}-${now}`, userId, userEmail: userId, reason: 'x' };
    return askAccess(state, ID, { ...asked, durationMinutes: 5 + (n % 60) }, POLICY, now);
  },
  approve: (state, request, now, n) => approveRequest(state, ID, request, by(n), idsOf(request), now),
  deny: (state, request, now, n) =>
    denyRequest(state, ID, request, { ...by(n), counted: request.approvals.length }, now),
  revoke: (state, request, now, n) => revokeRequest(state, ID, request, by(n), now),
  cancel: (state, request, now) => cancelRequest(state, ID, request, now),
  reveal: (state, request, now) =>
    isUsable(request, now) && request.until === undefined ? [useRequest(state, ID, request, now)] : [],
  checkOut: (state, request, now, n) => {
    if (!isUsable(request, now)) return [];
    const { userId, requestId } = request;
    const asked = { sessionId: `s-${requestId}-${now}`, userId, userEmail: userId, reason: 'x' };
    const evidence = { ownerBypass: false };
    const minute = (Date.parse(now) - Date.parse(at(0))) / 60_000;
    return checkOut(state, ID, { ...asked, durationMinutes: 5 + n, evidence, approved: request }, moment(minute));
  },
};

const act = fc.record({
  what: fc.constantFrom(...Object.keys(DECISIONS), 'extend', 'expire', 'ask'),
  who: fc.constantFrom('ann', 'bob'),
  n: fc.nat(120),
  pause: fc.oneof(fc.nat(10), fc.nat(900)),
});

const NOBODY = { requestId: 'none', policy: POLICY, approvals: [], ended: 'denied' } as const;

const decide = (
  state: IdentityState,
  { what, who, n }: { what: string; who: string; n: number },
  minute: number,
): readonly IdentityEvent[] => {
  const now = at(minute);
  const request =
    state.requests.findLast(({ userId }) => userId === who) ?? ({ ...NOBODY, userId: who } as unknown as AccessRequest);
  const session = state.sessions.find(({ userId }) => userId === who);
  const longer = { reason: 'more', durationMinutes: 1 + n };
  const decided =
    what === 'extend'
      ? extend(state, ID, session?.sessionId ?? 'none', longer, now)
      : what === 'expire'
        ? [...expireRequests(state, ID, now), ...expire(state, ID, moment(minute))]
        : (DECISIONS[what]?.(state, request, now, n) ?? []);
  return isRefusal(decided) ? [] : decided;
};

it('keeps every rule of approval through any life', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 60 }), (acts) => {
      let facts = history(SHARED);
      let state = grow(identity, identity.initial, facts);
      let minute = 1;
      for (const each of acts) {
        minute += each.pause;
        const decided = decide(state, each, minute);
        facts = [...facts, ...decided];
        state = grow(identity, state, decided);
        for (const who of ['ann', 'bob']) {
          const open = state.requests.filter(({ userId }) => userId === who);
          expect(open.filter((request) => isUndecidedOrUnused(request, at(minute))).length).toBeLessThanOrEqual(1);
        }
      }
      const of = <T extends IdentityEvent['type']>(type: T) =>
        facts.flatMap((fact) => (fact.type === type ? [fact.data as Extract<IdentityEvent, { type: T }>['data']] : []));
      const asked = new Map(of('keyledger.access-requested.v1').map((data) => [data.requestId, data]));
      const sessions = of('keyledger.identity-checked-out.v1');
      const used = sessions.map(({ accessRequestId }) => accessRequestId);
      expect(new Set(used).size).toBe(used.length);
      for (const { accessRequestId = '', checkedOutAt, approvedUntil = '', sessionId } of sessions) {
        const persons = of('keyledger.access-request-approved.v1').filter(
          ({ requestId }) => requestId === accessRequestId,
        );
        expect(new Set(persons.map(({ idpUserId }) => idpUserId)).size).toBeGreaterThanOrEqual(2);
        const minutes = (Date.parse(approvedUntil) - Date.parse(checkedOutAt)) / 60_000;
        expect(minutes).toBeLessThanOrEqual(asked.get(accessRequestId)?.durationMinutes ?? 0);
        const ends = of('keyledger.session-extended.v1').filter((data) => data.sessionId === sessionId);
        for (const { expiresAt } of ends) expect(expiresAt <= approvedUntil).toBe(true);
      }
      for (const type of ['denied', 'cancelled', 'expired'] as const) {
        const ended = of(`keyledger.access-request-${type}.v1`).map(({ requestId }) => requestId);
        expect(ended.filter((requestId) => used.includes(requestId))).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
