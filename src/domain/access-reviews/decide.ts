import { entryOf } from '../../kernel/entry-of';
import { inPieces } from '../../kernel/in-pieces';
import { refuse, type Refusal } from '../../kernel/refusal';
import { plusDays } from '../../kernel/time';
import type { Grant } from '../access-grants/events';
import type { AccessReviewEvent, ReviewLine } from './events';
import type { AccessReviewState, LineDecision, ReviewedLine } from './state';

/** More than anybody decides on in a day. */
export const MOST_LINES = 2_000;
/** Of one fact. */
const MOST_TOLD = 40;

/** Who acts; that this one may was judged before. */
export interface Reviewer {
  readonly userId: string;
  readonly email: string;
}

/** The grants that stand now, by id. */
export type GrantsInForce = Readonly<Record<string, Grant>>;

interface Place {
  readonly reviewId: string;
  readonly organizationId: string;
  readonly identityGroupId: string;
}

const closed = (): Refusal => refuse('CONFLICT', 'The review is closed. Open another one.');

const placeOf = ({ organizationId, identityGroupId }: AccessReviewState, reviewId: string): Place => ({
  reviewId,
  organizationId,
  identityGroupId,
});

export const openReview = (
  state: AccessReviewState,
  place: Place,
  { lines, dueInDays }: { readonly lines: readonly ReviewLine[]; readonly dueInDays: number },
  by: Reviewer,
  now: string,
): readonly AccessReviewEvent[] | Refusal => {
  if (state.status !== 'none') {
    return [];
  }
  if (lines.length === 0) {
    return refuse('CONFLICT', 'Nobody has been granted access to this vault: there is nothing to review.');
  }
  if (lines.length > MOST_LINES) {
    return refuse('CONFLICT', `A review holds at most ${MOST_LINES} grants. Grant to groups, or divide the vault.`);
  }
  const opened = { openedBy: by.userId, openedByEmail: by.email, openedAt: now };
  const [first = [], ...rest] = inPieces(lines, MOST_TOLD);
  const data = { ...place, lines: first, dueAt: plusDays(now, dueInDays), ...opened };
  return [
    { type: 'keyledger.access-review-opened.v1', data },
    ...rest.map((piece) => ({
      type: 'keyledger.access-review-lines-added.v1' as const,
      data: { ...place, lines: piece },
    })),
  ];
};

const isSame = (decided: LineDecision, { level, expiresAt }: Grant): boolean =>
  decided.level === level && decided.expiresAt === expiresAt;

/** Nothing is left to do about it: revoked and gone, gone by itself, or kept on the very terms that it has. */
const isSettled = ({ decided }: ReviewedLine, inForce: Grant | undefined): boolean =>
  inForce === undefined || (decided?.decision === 'keep' && isSame(decided, inForce));

/** What is kept is kept as it is at that moment: on other terms than before it is to be decided on anew. */
export const decideLine = (
  state: AccessReviewState,
  reviewId: string,
  asked: { readonly grantId: string; readonly decision: 'keep' | 'revoke'; readonly reason?: string },
  inForce: GrantsInForce,
  by: Reviewer,
  now: string,
): readonly AccessReviewEvent[] | Refusal => {
  const line = entryOf(state.lines, asked.grantId);
  if (line === undefined) {
    return refuse('NOT_FOUND', 'There is no such access grant in this review.');
  }
  if (line.decided?.decision === 'revoke') {
    return asked.decision === 'revoke' ? [] : refuse('CONFLICT', 'The grant was revoked. Give another one.');
  }
  if (state.status === 'closed') {
    return closed();
  }
  const grant = entryOf(inForce, asked.grantId);
  if (grant === undefined) {
    return refuse('CONFLICT', 'The grant is gone: nothing is to be decided on it any more.');
  }
  if (asked.decision === 'keep' && isSettled(line, grant)) {
    return [];
  }
  const { level, expiresAt } = grant;
  const terms = { level, ...(expiresAt === undefined ? {} : { expiresAt }) };
  const decided = { decidedBy: by.userId, decidedByEmail: by.email, decidedAt: now };
  const data = { ...placeOf(state, reviewId), ...asked, ...terms, ...decided };
  return [{ type: 'keyledger.access-review-line-decided.v1', data }];
};

/** Once every grant that still stands is kept as it stands. */
export const closeReview = (
  state: AccessReviewState,
  reviewId: string,
  inForce: GrantsInForce,
  by: Reviewer,
  now: string,
): readonly AccessReviewEvent[] | Refusal => {
  if (state.status === 'closed') {
    return [];
  }
  const lines = Object.values(state.lines);
  const open = lines.filter((line) => !isSettled(line, entryOf(inForce, line.grantId)));
  if (open.length > 0) {
    const detail = `${open.length} of ${lines.length} grants are not decided on, or were changed since.`;
    return refuse('CONFLICT', detail, { open: open.map(({ grantId }) => grantId) });
  }
  const kept = lines.filter(({ grantId }) => entryOf(inForce, grantId) !== undefined).length;
  const revoked = lines.filter(({ decided }) => decided?.decision === 'revoke').length;
  const counts = { kept, revoked, gone: lines.length - kept - revoked };
  const data = { ...placeOf(state, reviewId), ...counts, closedBy: by.userId, closedByEmail: by.email, closedAt: now };
  return [{ type: 'keyledger.access-review-closed.v1', data }];
};
