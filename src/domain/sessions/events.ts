import type { DomainEvent } from '../../kernel/event';
import type { IdentitySubject } from '../identity-subject';
import type { ShownAs } from '../values/events';

type Fact<T extends string, D extends object = object> = DomainEvent<T, IdentitySubject & D>;

export type EndedBy =
  'checkin' | 'force' | 'expiry' | 'grant_revoked' | 'break_glass' | 'support_disabled' | 'transfer';

/** What a checkout rested on, so that its loss can end the session. */
export interface CheckoutEvidence {
  readonly ownerBypass: boolean;
  readonly grantId?: string;
  /** The IDP group through which the grant reached the user. */
  readonly groupId?: string;
  readonly idpUserId?: string;
  /** The token that put the user into the group through which the grant reached them: whose, and until when. */
  readonly byToken?: { readonly issuer: string; readonly until: string };
  /** The IDP group whose role alone gives the user the permission. */
  readonly roleGroupId?: string;
  /** Of the vendor's support: the time for which it was let in. */
  readonly supportWindowId?: string;
}

/** A session beside which somebody broke the glass. */
export interface OverlappedSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly userEmail: string;
}

/** The session that was handed over, and who held it. */
export interface TransferredSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly userEmail: string;
}

/**
 * Somebody holds the credential, for this reason, until then, allowed by this evidence. With `breakGlass` the permission alone
 * allowed it: `overlapped` are the sessions that were open, whose holders are to be told, and a review is open from now on.
 * With `transferredFrom` its holder handed another session over, and nothing was shown by that.
 */
export type IdentityCheckedOut = Fact<
  'keyledger.identity-checked-out.v1',
  {
    sessionId: string;
    userId: string;
    userEmail: string;
    reason: string;
    durationMinutes: number;
    hostId?: string;
    breakGlass: boolean;
    overlapped?: readonly OverlappedSession[];
    /** The approved request that it uses, and when the minutes that were approved are over. */
    accessRequestId?: string;
    approvedUntil?: string;
    ownerBypass: boolean;
    evidence: CheckoutEvidence;
    version: number;
    /** Other versions that were shown with it, as the host may hold one of them. */
    alternatives?: readonly number[];
    /** Its end asks for a new value, whatever is edited meanwhile. */
    rotateAfterUse?: boolean;
    /** Nobody else has it while this lasts, whatever is edited meanwhile; absent: as the identity was set at that moment. */
    exclusive?: boolean;
    /** With how many others it is shared at most, whatever is edited meanwhile; absent: as the identity was set at that moment. */
    maxConcurrentSessions?: number;
    checkedOutAt: string;
    expiresAt: string;
    transferredFrom?: TransferredSession;
    /** Of a session that was handed over: when the first one of the use was checked out. */
    heldSince?: string;
  } & ShownAs
>;
/**
 * A session is over, and what ended it. `transferredTo`: the session with which its receiver goes on, begun in the same append.
 * `withheld`: its value was never shown, and why, a code.
 */
export type IdentityCheckedIn = Fact<
  'keyledger.identity-checked-in.v1',
  {
    sessionId: string;
    userId: string;
    endedBy: EndedBy;
    endedAt: string;
    reason?: string;
    transferredTo?: string;
    withheld?: string;
  }
>;
/** A session ends later than it did. */
export type SessionExtended = Fact<
  'keyledger.session-extended.v1',
  { sessionId: string; reason: string; durationMinutes: number; expiresAt: string }
>;
/**
 * A session ends earlier than it did: the grant it rests on does, or (`endsAs`) somebody broke the glass beside it and is done,
 * so that the value must change soon. `userId`: whose it is, who is to be told.
 */
export type SessionShortened = Fact<
  'keyledger.session-shortened.v1',
  { sessionId: string; expiresAt: string; endsAs?: 'break_glass'; userId?: string }
>;

/** Somebody else than the user has looked at a break-glass session after its end: its review is closed. `userId`: whose it was. */
export type BreakGlassReviewed = Fact<
  'keyledger.break-glass-reviewed.v1',
  { sessionId: string; userId: string; reviewedBy: string; reviewerEmail: string; note: string; reviewedAt: string }
>;
/** Another day has passed and nobody has reviewed it; `openSince`: the session's end. */
export type BreakGlassReviewReminded = Fact<
  'keyledger.break-glass-review-reminded.v1',
  { sessionId: string; userId: string; userEmail: string; openSince: string; remindedAt: string }
>;

export type SessionEvent =
  | IdentityCheckedOut
  | IdentityCheckedIn
  | SessionExtended
  | SessionShortened
  | BreakGlassReviewed
  | BreakGlassReviewReminded;
