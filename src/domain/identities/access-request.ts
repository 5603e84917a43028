import type { ApprovalPolicy } from '../access-requests/events';

const SEPARATOR = '.';

/** A request's id carries its identity's, so that a decision on it needs no read model. Opaque to clients. */
export const requestIdOf = (identityId: string, unique: string): string => `${identityId}${SEPARATOR}${unique}`;

/** The identity of a request's id; a string that is none gives an id that no identity has. */
export const identityOfRequest = (requestId: string): string => requestId.split(SEPARATOR, 1)[0] ?? '';

export interface RequestApproval {
  readonly userId: string;
  readonly userEmail: string;
  readonly idpUserId: string;
}

/** What somebody asked for, and how far it has come. */
export interface AccessRequest {
  readonly requestId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly reason: string;
  readonly durationMinutes: number;
  /** As it was when the request was made. */
  readonly policy: ApprovalPolicy;
  readonly createdAt: string;
  /** When it is over, unless it was used before. */
  readonly expiresAt: string;
  readonly approvals: readonly RequestApproval[];
  /** How it ended without being used, or before its minutes were over. */
  readonly ended?: 'denied' | 'cancelled' | 'revoked' | 'expired';
  /** It is used: its minutes end then. */
  readonly until?: string;
  /** The checkout that used it. */
  readonly sessionId?: string;
}

export type RequestStatus = 'pending' | 'approved' | 'denied' | 'expired' | 'cancelled' | 'revoked' | 'used';

/** How a request stands. `counted`: how many of its approvals count at that moment. */
export const requestStatusOf = (
  { ended, until, expiresAt, policy }: Pick<AccessRequest, 'ended' | 'until' | 'expiresAt' | 'policy'>,
  counted: number,
  now: string,
): RequestStatus => {
  if (ended !== undefined) return ended;
  if (until !== undefined) return 'used';
  if (expiresAt <= now) return 'expired';
  return counted >= policy.required ? 'approved' : 'pending';
};

/** Nobody has ended or used it, and its time is not over: it may still come to something. */
export const isUndecidedOrUnused = (request: AccessRequest, now: string): boolean =>
  request.ended === undefined && request.until === undefined && request.expiresAt > now;

/** It is used by reveals alone, and its minutes are not over. */
export const isWindowOpen = ({ ended, until, sessionId }: AccessRequest, now: string): boolean =>
  ended === undefined && sessionId === undefined && until !== undefined && until > now;
