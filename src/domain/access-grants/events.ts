import type { DomainEvent } from '../../kernel/event';

/** `view_vault` < `view_credentials` < `checkout`. */
export type AccessLevel = 'view_vault' | 'view_credentials' | 'checkout';
export type PrincipalType = 'user' | 'group';

/** Access to one vault for one IDP user or IDP group. */
export interface Grant {
  readonly grantId: string;
  readonly principalType: PrincipalType;
  /** Id of an IDP user or IDP group. */
  readonly principalId: string;
  readonly level: AccessLevel;
  /** RFC 3339 UTC; from then on the grant is over. Absent: it stays. */
  readonly expiresAt?: string;
}

interface Vault {
  readonly organizationId: string;
  readonly identityGroupId: string;
}

/** A principal has access to the vault from now on, until the grant ends or is revoked. */
export type GrantGiven = DomainEvent<
  'keyledger.grant-given.v1',
  Grant & Vault & { grantedBy: string; createdAt: string }
>;
/** Level and expiry as they are from now on. */
export type GrantChanged = DomainEvent<'keyledger.grant-changed.v1', Grant & Vault>;
/** The grant is over from the next request on, as it stood then. */
export type GrantRevoked = DomainEvent<'keyledger.grant-revoked.v1', Grant & Vault>;

export type AccessGrantEvent = GrantGiven | GrantChanged | GrantRevoked;
