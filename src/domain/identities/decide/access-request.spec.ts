import { at, ID, moment, out, history } from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { grow } from '../../../kernel/fold';
import type { AccessRequest } from '../access-request';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import type { IdentityState } from '../state';
import {
  approveRequest,
  askAccess,
  cancelRequest,
  denyRequest,
  expireRequests,
  revokeRequest,
  useRequest,
} from './access-request';
import { checkOut } from './check-out';
import { extend } from './session';
import { deleteIdentity } from './settings';

type Step = (state: IdentityState) => readonly IdentityEvent[];
const POLICY = { required: 2, approvers: { users: ['p-kim', 'p-lee'], groups: [] } };
const DAY = 1440;

const asked = (requestId: string, userId: string) => ({
  requestId,
  userId,
  userEmail: `${userId}@example.com`,
  reason: 'month end',
  durationMinutes: 40,
});
const requestOf = (state: IdentityState, requestId = 'q1'): AccessRequest => {
  const found = state.requests.find((request) => request.requestId === requestId);
  if (found === undefined) throw new Error(`no request ${requestId}`);
  return found;
};
const by = (userId: string) => ({ userId, email: `${userId}@example.com`, idpUserId: `p-${userId}` });
const ask =
  (requestId: string, minutes: number, userId = 'ann') =>
  (state: IdentityState) =>
    askAccess(state, ID, asked(requestId, userId), POLICY, at(minutes));
const countedIn = (state: IdentityState) => requestOf(state).approvals.map(({ idpUserId }) => idpUserId);
const approve =
  (userId: string, minutes: number, counted = countedIn) =>
  (state: IdentityState) =>
    approveRequest(state, ID, requestOf(state), by(userId), counted(state), at(minutes));
const deny = (minutes: number) => (state: IdentityState) =>
  denyRequest(
    state,
    ID,
    requestOf(state),
    { ...by('lee'), reason: 'no', counted: countedIn(state).length },
    at(minutes),
  );
const revoke = (minutes: number) => (state: IdentityState) =>
  revokeRequest(state, ID, requestOf(state), { ...by('lee'), reason: 'no' }, at(minutes));
const cancel = (minutes: number) => (state: IdentityState) => cancelRequest(state, ID, requestOf(state), at(minutes));
const use = (minutes: number, sessionId?: string) => (state: IdentityState) => [
  useRequest(state, ID, requestOf(state), at(minutes), sessionId),
];
const expire = (minutes: number) => (state: IdentityState) => expireRequests(state, ID, at(minutes));
const facts = (...steps: readonly Step[]) => history({}, ...steps);
const step = (decision: (state: IdentityState) => unknown): Step => decision as Step;
const ASKED = step(ask('q1', 1));
const APPROVED = [ASKED, step(approve('kim', 2)), step(approve('lee', 3))];

describe('asking', () => {
  it.each<[string, readonly IdentityEvent[], number, string]>([
    ['for the first time', facts(), 5, 'asked'],
    ['while one waits', facts(ASKED), 5, 'CONFLICT'],
    ['while one is approved and unused', facts(...APPROVED), 5, 'CONFLICT'],
    ['after a denial', facts(ASKED, step(deny(2))), 5, 'asked'],
    ['after one was cancelled', facts(ASKED, step(cancel(2))), 5, 'asked'],
    ['after one was used', facts(...APPROVED, step(use(4, 's1'))), 5, 'asked'],
    ['when its day is over, seen or not', facts(ASKED), 1 + DAY, 'expired asked'],
    ['for somebody else', facts(step(ask('q0', 1, 'bob'))), 5, 'asked'],
  ])('%s', (_, before, minutes, outcome) => {
    given(identity, before)
      .when(ask('q2', minutes))
      .then(
        outcome === 'CONFLICT'
          ? outcome
          : outcome.split(' ').map((word) => ({
              type: word === 'asked' ? 'keyledger.access-requested.v1' : 'keyledger.access-request-expired.v1',
            })),
      );
  });

  it('is refused where nothing is asked for', () => {
    given(identity, facts())
      .when((state) => askAccess(state, ID, asked('q1', 'ann'), undefined, at(1)))
      .then('CONFLICT');
  });

  it('pins the policy, lives a day, and comes again as the same', () => {
    given(identity, facts())
      .when(ask('q1', 1))
      .then([{ type: 'keyledger.access-requested.v1', data: { policy: POLICY, expiresAt: at(1 + DAY) } }]);
    given(identity, facts(ASKED)).when(ask('q1', 2)).then('nothing');
  });
});

describe('deciding', () => {
  it.each<[string, readonly IdentityEvent[], (state: IdentityState) => ReturnType<typeof cancelRequest>, string]>([
    ['one of two approves', facts(ASKED), approve('kim', 2), 'approved'],
    ['the same once more', facts(ASKED, step(approve('kim', 2))), approve('kim', 3), 'nothing'],
    ['the second', facts(ASKED, step(approve('kim', 2))), approve('lee', 3), 'approved'],
    ['a third', facts(...APPROVED), approve('pat', 4), 'CONFLICT'],
    [
      'one in the place of somebody who does not count any more',
      facts(...APPROVED),
      approve('pat', 4, () => ['p-kim']),
      'approved',
    ],
    ['an approval after the day', facts(ASKED), approve('kim', 1 + DAY), 'CONFLICT'],
    ['an approval after a denial', facts(ASKED, step(deny(2))), approve('kim', 3), 'CONFLICT'],
    ['a denial after one approval', facts(ASKED, step(approve('kim', 2))), deny(3), 'denied'],
    ['a denial of what is approved', facts(...APPROVED), deny(4), 'CONFLICT'],
    ['a denial of what was used', facts(...APPROVED, step(use(4, 's1'))), deny(5), 'CONFLICT'],
    ['revoking what nobody approved', facts(ASKED), revoke(2), 'CONFLICT'],
    ['revoking one approval', facts(ASKED, step(approve('kim', 2))), revoke(3), 'revoked'],
    ['revoking what is approved', facts(...APPROVED), revoke(4), 'revoked'],
    ['revoking minutes of reveals', facts(...APPROVED, step(use(4))), revoke(5), 'revoked'],
    ['revoking them when they are over', facts(...APPROVED, step(use(4))), revoke(44), 'CONFLICT'],
    ['revoking what a checkout used', facts(...APPROVED, step(use(4, 's1'))), revoke(5), 'CONFLICT'],
    ['cancelling', facts(ASKED), cancel(2), 'cancelled'],
    ['cancelling what is approved', facts(...APPROVED), cancel(4), 'cancelled'],
    ['cancelling twice', facts(ASKED, step(cancel(2))), cancel(3), 'nothing'],
    ['cancelling what was used', facts(...APPROVED, step(use(4, 's1'))), cancel(5), 'CONFLICT'],
    ['a request whose day is over', facts(ASKED), expire(1 + DAY), 'expired'],
    ['one whose day is not over', facts(ASKED), expire(DAY), 'nothing'],
    ['one that was used', facts(...APPROVED, step(use(4, 's1'))), expire(1 + DAY), 'nothing'],
  ])('%s', (_, before, decide, outcome) => {
    const word = outcome === 'nothing' || outcome === 'CONFLICT';
    given(identity, before)
      .when(decide)
      .then(word ? outcome : [{ type: `keyledger.access-request-${outcome}.v1` as IdentityEvent['type'] }]);
  });
});

describe('deleting the identity', () => {
  const deleted = (minutes: number) => (state: IdentityState) => deleteIdentity(state, ID, at(minutes));

  it.each<[string, readonly IdentityEvent[], number, readonly string[]]>([
    ['ends what waits', facts(ASKED), 5, [at(5)]],
    ['ends what is approved', facts(...APPROVED), 5, [at(5)]],
    ['ends that of each person', facts(ASKED, step(ask('q2', 2, 'bob'))), 5, [at(5), at(5)]],
    ['tells when time had ended it', facts(ASKED), 2 + DAY, [at(1 + DAY)]],
    ['leaves what was used', facts(...APPROVED, step(use(4))), 5, []],
    ['leaves what was denied', facts(ASKED, step(deny(2))), 5, []],
  ])('%s', (_, before, minutes, times) => {
    given(identity, before)
      .when(deleted(minutes))
      .then([
        ...times.map((expiredAt) => ({ type: 'keyledger.access-request-expired.v1' as const, data: { expiredAt } })),
        { type: 'keyledger.identity-deleted.v1' },
      ]);
  });
});

describe('using', () => {
  const checkedOut = (minutes: number, durationMinutes: number) => (state: IdentityState) =>
    checkOut(
      state,
      ID,
      {
        sessionId: 's1',
        userId: 'ann',
        userEmail: 'ann@example.com',
        reason: 'month end',
        durationMinutes,
        evidence: { ownerBypass: false, grantId: 'grant1' },
        approved: requestOf(state),
      },
      moment(minutes),
    );

  it('begins its minutes with the checkout, which ends with them', () => {
    given(identity, facts(...APPROVED))
      .when(checkedOut(600, 60))
      .then([
        { type: 'keyledger.access-request-used.v1', data: { requestId: 'q1', sessionId: 's1', until: at(640) } },
        {
          type: 'keyledger.identity-checked-out.v1',
          data: { accessRequestId: 'q1', approvedUntil: at(640), expiresAt: at(640) },
        },
      ]);
  });

  it('leaves to a checkout what reveals have left of them', () => {
    given(identity, facts(...APPROVED, step(use(10))))
      .when(checkedOut(30, 60))
      .then([
        { type: 'keyledger.access-request-used.v1', data: { sessionId: 's1', until: at(50) } },
        { type: 'keyledger.identity-checked-out.v1', data: { expiresAt: at(50) } },
      ]);
  });

  it('bounds extensions, but not those of a checkout for which none was asked', () => {
    const state = grow(identity, identity.initial, facts(...APPROVED, step(checkedOut(5, 10))));
    const longer = (durationMinutes: number) => extend(state, ID, 's1', { reason: 'more', durationMinutes }, at(6));
    expect(longer(31)).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(longer(30)).toMatchObject([{ data: { expiresAt: at(45) } }]);
    const free = grow(identity, identity.initial, history({}, out('s1', 1)));
    expect(extend(free, ID, 's1', { reason: 'more', durationMinutes: 600 }, at(6))).toHaveLength(1);
  });
});

it('remembers of each person the last request, and what is still good for something', () => {
  const remembered = (...steps: readonly Step[]) =>
    grow(identity, identity.initial, facts(...steps)).requests.map(({ requestId }) => requestId);
  expect(remembered(ASKED, step(deny(2)), step(ask('q2', 3)), step(ask('q3', 4, 'bob')))).toEqual(['q2', 'q3']);
  expect(remembered(...APPROVED, step(use(4)), step(ask('q2', 5)))).toEqual(['q1', 'q2']);
});

it('approves nothing any more when facts of the identity were lost', () => {
  expect(identity.withoutRights?.(grow(identity, identity.initial, facts(...APPROVED))).requests).toEqual([]);
});
