import type {
  BreakGlassReviewed,
  EndedBy,
  IdentityCheckedIn,
  IdentityCheckedOut,
  OverlappedSession,
  SessionEvent,
  SessionShortened,
  TransferredSession,
} from '../sessions/events';
import type { IdentityEvent } from './events';

/** One checkout, from checkout to checkin: what people are shown of it. */
export interface SessionRecord {
  readonly id: string;
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly reason: string;
  readonly hostId?: string;
  readonly breakGlass: boolean;
  readonly ownerBypass: boolean;
  readonly checkedOutAt: string;
  readonly expiresAt: string;
  readonly endedAt?: string;
  readonly endedBy?: EndedBy;
  /** Its value was never shown, and why: a code. */
  readonly withheld?: string;
  /** It ends because the glass was broken beside it, not because its own time runs out. */
  readonly endsAs?: 'break_glass';
  /** Sessions that were open when the glass was broken. */
  readonly overlapped?: readonly OverlappedSession[];
  /** The session that was handed over to its holder, and who had it. */
  readonly transferredFrom?: TransferredSession;
  /** The session with which whom it was handed over to goes on. */
  readonly transferredTo?: string;
  /** Of a break-glass session: whether somebody else has looked at it, who, and what was found. */
  readonly review?: SessionReview;
}

export interface SessionReview {
  readonly status: 'open' | 'closed';
  readonly userId?: string;
  readonly userEmail?: string;
  readonly note?: string;
  readonly time?: string;
}

const begun = ({ data }: IdentityCheckedOut): SessionRecord => ({
  id: data.sessionId,
  identityId: data.identityId,
  identityGroupId: data.identityGroupId,
  organizationId: data.organizationId,
  userId: data.userId,
  userEmail: data.userEmail,
  reason: data.reason,
  ...(data.hostId === undefined ? {} : { hostId: data.hostId }),
  breakGlass: data.breakGlass,
  ownerBypass: data.ownerBypass,
  checkedOutAt: data.checkedOutAt,
  expiresAt: data.expiresAt,
  ...(data.overlapped === undefined ? {} : { overlapped: data.overlapped }),
  ...(data.transferredFrom === undefined ? {} : { transferredFrom: data.transferredFrom }),
  ...(data.breakGlass ? { review: { status: 'open' } } : {}),
});

const closed = ({ data }: BreakGlassReviewed): SessionReview => ({
  status: 'closed',
  userId: data.reviewedBy,
  userEmail: data.reviewerEmail,
  note: data.note,
  time: data.reviewedAt,
});

const shortened = (record: SessionRecord, { data: { expiresAt, endsAs } }: SessionShortened): SessionRecord => {
  const { endsAs: _, ...rest } = record;
  return { ...rest, expiresAt, ...(endsAs === undefined ? {} : { endsAs }) };
};

const ended = (
  record: SessionRecord,
  { data: { endedAt, endedBy, transferredTo, withheld } }: IdentityCheckedIn,
): SessionRecord => ({
  ...record,
  endedAt,
  endedBy,
  ...(transferredTo === undefined ? {} : { transferredTo }),
  ...(withheld === undefined ? {} : { withheld }),
});

const next = (record: SessionRecord | undefined, fact: SessionEvent): SessionRecord | undefined => {
  if (fact.type === 'keyledger.identity-checked-out.v1') {
    return begun(fact);
  }
  if (record === undefined) {
    return undefined;
  }
  switch (fact.type) {
    case 'keyledger.identity-checked-in.v1':
      return ended(record, fact);
    case 'keyledger.session-extended.v1':
      return { ...record, expiresAt: fact.data.expiresAt };
    case 'keyledger.session-shortened.v1':
      return shortened(record, fact);
    case 'keyledger.break-glass-reviewed.v1':
      return { ...record, review: closed(fact) };
    case 'keyledger.break-glass-review-reminded.v1':
      return record;
  }
};

const ofSession =
  (sessionId: string) =>
  (fact: IdentityEvent): fact is SessionEvent =>
    fact.type !== 'keyledger.access-request-used.v1' && 'sessionId' in fact.data && fact.data.sessionId === sessionId;

/** A session from its facts, in the order they happened. */
export const sessionRecord = (sessionId: string, facts: readonly IdentityEvent[]): SessionRecord | undefined =>
  facts.filter(ofSession(sessionId)).reduce<SessionRecord | undefined>(next, undefined);

/** A session after some more facts, its own among them. */
export const recordAfter = (record: SessionRecord, facts: readonly IdentityEvent[]): SessionRecord =>
  facts.filter(ofSession(record.id)).reduce<SessionRecord>((before, fact) => next(before, fact) ?? before, record);
