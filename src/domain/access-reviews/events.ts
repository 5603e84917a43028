import type { DomainEvent } from '../../kernel/event';
import type { AccessLevel, PrincipalType } from '../access-grants/events';

/** A grant as it stood when the review was opened. */
export interface ReviewLine {
  readonly grantId: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
  /** What the principal was called then. */
  readonly principalName: string;
  readonly level: AccessLevel;
  readonly expiresAt?: string;
  readonly grantedBy: string;
  readonly createdAt: string;
}

interface Place {
  readonly reviewId: string;
  readonly organizationId: string;
  readonly identityGroupId: string;
}

/** Every grant of a vault is to be kept or revoked until `dueAt`, by somebody who has nothing by it. */
export type AccessReviewOpened = DomainEvent<
  'keyledger.access-review-opened.v1',
  Place & { lines: readonly ReviewLine[]; dueAt: string; openedBy: string; openedByEmail: string; openedAt: string }
>;
/** More lines of a review of many grants, appended with its opening: one fact does not hold them all. */
export type AccessReviewLinesAdded = DomainEvent<
  'keyledger.access-review-lines-added.v1',
  Place & { lines: readonly ReviewLine[] }
>;
/** A line is kept or revoked; level and end are those that the grant had at that moment. A revocation takes effect at once. */
export type AccessReviewLineDecided = DomainEvent<
  'keyledger.access-review-line-decided.v1',
  Place & {
    grantId: string;
    decision: 'keep' | 'revoke';
    reason?: string;
    level: AccessLevel;
    expiresAt?: string;
    decidedBy: string;
    decidedByEmail: string;
    decidedAt: string;
  }
>;
/** Nothing is open any more: so many grants were kept, revoked, or had gone before anybody decided. */
export type AccessReviewClosed = DomainEvent<
  'keyledger.access-review-closed.v1',
  Place & { kept: number; revoked: number; gone: number; closedBy: string; closedByEmail: string; closedAt: string }
>;

export type AccessReviewEvent =
  AccessReviewOpened | AccessReviewLinesAdded | AccessReviewLineDecided | AccessReviewClosed;
