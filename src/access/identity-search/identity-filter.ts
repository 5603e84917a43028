import type { AccessLevel } from '../../domain/access-grants/events';

/** Which identities are asked for: the query of a list of them, and the filter of a bulk command, word for word. */
export interface IdentityFilter {
  readonly identityGroupId?: string;
  readonly organizationId?: string;
  readonly hostId?: string;
  /** Absent: those that are not deleted. */
  readonly state?: 'enrolling' | 'active' | 'deleted';
  readonly q?: string;
  readonly credentialType?: string;
  readonly rotationStatus?: string;
  /** Their next rotation is due before this time; those without one are left out. */
  readonly dueBefore?: string;
  /** Whether a session is open. */
  readonly checkedOut?: boolean;
  /** Those that the caller may check out. */
  readonly mayCheckOut?: true;
}

/** What is read of an identity's document to judge it. */
export interface FoundIdentity {
  readonly id: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
}

/** What is read of the document of a grant. */
export interface FoundGrant {
  readonly id: string;
  readonly identityGroupId: string;
  readonly level: AccessLevel;
  readonly expiresAt?: string;
}

/** The read models that a search of identities asks. */
export const SEARCHED = ['identities', 'host_members', 'vaults', 'access', 'idp_members', 'access_requests'];
