import type { DomainEvent } from '../../kernel/event';
import type { IdentitySubject } from '../identity-subject';

/** Who approves access to the identities of a vault, and how many of them it takes. Nobody named: nothing can be approved. */
export interface ApprovalPolicy {
  readonly required: number;
  readonly approvers: {
    /** Ids of IDP users. */
    readonly users: readonly string[];
    /** Ids of IDP groups: whoever is in one at the moment it counts. */
    readonly groups: readonly string[];
  };
}

/** On each fact of a request: which, and whose it is. */
type Fact<T extends string, D extends object = object> = DomainEvent<
  T,
  IdentitySubject & { requestId: string; userId: string } & D
>;

/** Who decided, and when. */
interface Decided {
  readonly decidedBy: string;
  readonly decidedByEmail: string;
  readonly decidedAt: string;
}

/** Somebody asks for access for so many minutes, to be approved by the policy in force at that moment. Who is named in it is to be told. */
export type AccessRequested = Fact<
  'keyledger.access-requested.v1',
  {
    userEmail: string;
    reason: string;
    durationMinutes: number;
    policy: ApprovalPolicy;
    createdAt: string;
    expiresAt: string;
  }
>;
/** One of those named approves; `approvals` of `required` count with this one. */
export type AccessRequestApproved = Fact<
  'keyledger.access-request-approved.v1',
  Decided & { idpUserId: string; approvals: number; required: number }
>;
/** One of those named denies it: it is over. */
export type AccessRequestDenied = Fact<'keyledger.access-request-denied.v1', Decided & { reason: string }>;
/** Who asked does not want it any more. */
export type AccessRequestCancelled = Fact<'keyledger.access-request-cancelled.v1', { cancelledAt: string }>;
/** What was approved is taken back before a checkout used it. */
export type AccessRequestRevoked = Fact<'keyledger.access-request-revoked.v1', Decided & { reason: string }>;
/** Its life is over before it was used: its day is, or the identity was deleted. */
export type AccessRequestExpired = Fact<'keyledger.access-request-expired.v1', { expiredAt: string }>;
/** The approved minutes begin, or a checkout within them does (`sessionId`); at `until` they are over. */
export type AccessRequestUsed = Fact<
  'keyledger.access-request-used.v1',
  { sessionId?: string; usedAt: string; until: string }
>;

export type AccessRequestEvent =
  | AccessRequested
  | AccessRequestApproved
  | AccessRequestDenied
  | AccessRequestCancelled
  | AccessRequestRevoked
  | AccessRequestExpired
  | AccessRequestUsed;
