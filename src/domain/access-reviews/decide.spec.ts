import { expectPlain, given } from '../../../test/support/given-when-then';
import { grow } from '../../kernel/fold';
import type { Grant } from '../access-grants/events';
import { closeReview, decideLine, MOST_LINES, openReview, type GrantsInForce } from './decide';
import type { AccessReviewEvent, ReviewLine } from './events';
import { accessReview, type AccessReviewState } from './state';

const day = (n: number): string => new Date(Date.UTC(2026, 2, n, 12)).toISOString();
const place = { reviewId: 'r', organizationId: 'o', identityGroupId: 'v' };
const ann = { userId: 'ann', email: 'ann@example.com' };
const grant = (grantId: string, more: Partial<Grant> = {}): Grant => ({
  grantId,
  principalType: 'user',
  principalId: `p-${grantId}`,
  level: 'checkout',
  ...more,
});
const line = (grantId: string): ReviewLine => ({
  ...grant(grantId),
  principalName: grantId,
  grantedBy: 'm',
  createdAt: day(0),
});
const inForce = (...grants: readonly Grant[]): GrantsInForce =>
  Object.fromEntries(grants.map((each) => [each.grantId, each]));
const BOTH = inForce(grant('a'), grant('b'));

const opened: AccessReviewEvent = {
  type: 'keyledger.access-review-opened.v1',
  data: {
    ...place,
    lines: [line('a'), line('b')],
    dueAt: day(31),
    openedBy: 'ann',
    openedByEmail: 'ann@example.com',
    openedAt: day(1),
  },
};
const decided = (grantId: string, decision: 'keep' | 'revoke', more: object = {}): AccessReviewEvent => ({
  type: 'keyledger.access-review-line-decided.v1',
  data: {
    ...place,
    grantId,
    decision,
    level: 'checkout',
    decidedBy: 'ann',
    decidedByEmail: 'ann@example.com',
    decidedAt: day(2),
    ...more,
  },
});
const closed = (counts = { kept: 2, revoked: 0, gone: 0 }): AccessReviewEvent => ({
  type: 'keyledger.access-review-closed.v1',
  data: { ...place, ...counts, closedBy: 'ann', closedByEmail: 'ann@example.com', closedAt: day(3) },
});

const open = (lines: readonly ReviewLine[]) => (state: AccessReviewState) =>
  openReview(state, place, { lines, dueInDays: 30 }, ann, day(1));
const decide =
  (grantId: string, decision: 'keep' | 'revoke', now = BOTH) =>
  (state: AccessReviewState) =>
    decideLine(state, 'r', { grantId, decision }, now, ann, day(2));
const close =
  (now = BOTH) =>
  (state: AccessReviewState) =>
    closeReview(state, 'r', now, ann, day(3));

type Then = readonly AccessReviewEvent[] | string;
test.each<[string, readonly AccessReviewEvent[], (state: AccessReviewState) => unknown, Then]>([
  ['opened with a line for each grant', [], open([line('a'), line('b')]), [opened]],
  ['opened again by the same request', [opened], open([line('a')]), 'nothing'],
  ['opened of a vault that nobody has access to', [], open([]), 'CONFLICT'],
  [
    'opened of more grants than it holds',
    [],
    open(Array.from({ length: MOST_LINES + 1 }, (_, n) => line(`g${n}`))),
    'CONFLICT',
  ],
  ['kept', [opened], decide('a', 'keep'), [decided('a', 'keep')]],
  ['revoked', [opened], decide('a', 'revoke'), [decided('a', 'revoke')]],
  ['kept twice', [opened, decided('a', 'keep')], decide('a', 'keep'), 'nothing'],
  ['kept, then revoked', [opened, decided('a', 'keep')], decide('a', 'revoke'), [decided('a', 'revoke')]],
  ['revoked twice', [opened, decided('a', 'revoke')], decide('a', 'revoke'), 'nothing'],
  ['revoked, and not yet gone, then kept', [opened, decided('a', 'revoke')], decide('a', 'keep'), 'CONFLICT'],
  ['of a grant that is not in it', [opened], decide('c', 'keep', inForce(grant('c'))), 'NOT_FOUND'],
  ['of a grant that is gone', [opened], decide('a', 'keep', inForce(grant('b'))), 'CONFLICT'],
  [
    'kept as it is now, not as it was',
    [opened],
    decide('a', 'keep', inForce(grant('a', { level: 'view_vault', expiresAt: day(9) }))),
    [decided('a', 'keep', { level: 'view_vault', expiresAt: day(9) })],
  ],
  [
    'kept anew when it was changed since',
    [opened, decided('a', 'keep', { level: 'view_vault' })],
    decide('a', 'keep'),
    [decided('a', 'keep')],
  ],
  ['decided on once it is closed', [opened, closed()], decide('a', 'revoke'), 'CONFLICT'],
  ['closed too early', [opened, decided('a', 'keep')], close(), 'CONFLICT'],
  ['closed', [opened, decided('a', 'keep'), decided('b', 'keep')], close(), [closed()]],
  ['closed twice', [opened, decided('a', 'keep'), decided('b', 'keep'), closed()], close(), 'nothing'],
  [
    'closed with one revoked and one gone by itself',
    [opened, decided('a', 'revoke')],
    close(inForce()),
    [closed({ kept: 0, revoked: 1, gone: 1 })],
  ],
  [
    'closed while a revoked one still stands',
    [opened, decided('a', 'revoke'), decided('b', 'keep')],
    close(),
    'CONFLICT',
  ],
  [
    'closed when a kept one was raised since',
    [opened, decided('a', 'keep', { level: 'view_vault' }), decided('b', 'keep')],
    close(),
    'CONFLICT',
  ],
])('a review: %s', (_, facts, when, then) => {
  given(accessReview, facts)
    .when(when as never)
    .then(then as never);
  expectPlain(facts);
});

test('a review of many grants is told in facts of which each fits, and knows every line', () => {
  const lines = Array.from({ length: MOST_LINES }, (_, n) => ({
    ...line(`${n}`.padStart(32, '0')),
    principalId: 'p'.repeat(32),
    principalName: '\u20ac'.repeat(200),
    grantedBy: 'g'.repeat(32),
    expiresAt: day(9),
  }));
  const events = open(lines)(accessReview.initial) as readonly AccessReviewEvent[];
  expect(Math.max(...events.map(({ data }) => Buffer.byteLength(JSON.stringify(data))))).toBeLessThan(50_000);
  const state = grow(accessReview, accessReview.initial, events);
  expect(Object.keys(state.lines)).toEqual(lines.map(({ grantId }) => grantId));
});
