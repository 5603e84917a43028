import type { DomainEvent } from '../../kernel/event';
import type { Permission } from '../permissions';

/** A role, in one organization or (without) in all. */
export interface RoleAssignment {
  readonly roleId: string;
  readonly organizationId?: string;
}

/** Somebody can sign in, or was made to do so later. A machine (`kind`; absent: a person) has no e-mail. */
export type UserCreated = DomainEvent<
  'keyledger.user-created.v1',
  { userId: string; kind?: 'machine'; email?: string; displayName?: string; support: boolean; createdAt: string }
>;
/** From now on this subject of this issuer signs in as the user; one of several sign-ins that a user may have. */
export type UserPinned = DomainEvent<'keyledger.user-pinned.v1', { userId: string; issuer: string; subject: string }>;
/** This subject of this issuer no longer signs in as the user, from the next request on, unless an owner adds it again. */
export type UserUnpinned = DomainEvent<
  'keyledger.user-unpinned.v1',
  { userId: string; issuer: string; subject: string }
>;
/** All the user's assignments, as they are from now on. */
export type UserRolesAssigned = DomainEvent<
  'keyledger.user-roles-assigned.v1',
  { userId: string; roles: readonly RoleAssignment[] }
>;
/** The user is out, from the next request on. */
export type UserSwitchedOff = DomainEvent<'keyledger.user-switched-off.v1', { userId: string }>;
/** The user may sign in again. */
export type UserSwitchedOn = DomainEvent<'keyledger.user-switched-on.v1', { userId: string }>;
/** The user is the vendor's support. */
export type UserMarkedAsSupport = DomainEvent<'keyledger.user-marked-as-support.v1', { userId: string }>;
/** The user is not the vendor's support any more. */
export type UserClearedOfSupport = DomainEvent<'keyledger.user-cleared-of-support.v1', { userId: string }>;

/** A machine has one more token. Kept of it is a keyed hash; what it may do is what the machine may, or less. */
export type TokenMade = DomainEvent<
  'keyledger.token-made.v1',
  {
    userId: string;
    tokenId: string;
    name: string;
    hash: string;
    createdAt: string;
    createdBy: string;
    expiresAt: string;
    permissions?: readonly Permission[];
    addresses?: readonly string[];
  }
>;
/** The token is refused from the next request on. */
export type TokenRevoked = DomainEvent<'keyledger.token-revoked.v1', { userId: string; tokenId: string }>;
/** The machine may use what the grants of this IDP user allow, instead of those of another one. */
export type UserLinked = DomainEvent<'keyledger.user-linked.v1', { userId: string; idpUserId: string }>;
/** No grants are the machine's any more. */
export type UserUnlinked = DomainEvent<'keyledger.user-unlinked.v1', { userId: string; idpUserId: string }>;

export type UserEvent =
  | UserCreated
  | UserPinned
  | UserUnpinned
  | TokenMade
  | TokenRevoked
  | UserLinked
  | UserUnlinked
  | UserRolesAssigned
  | UserSwitchedOff
  | UserSwitchedOn
  | UserMarkedAsSupport
  | UserClearedOfSupport;

/** Streams `userEmail-<hash>` and `userSubject-<hash>`: one user per e-mail and per (issuer, subject). */
export type UserClaimed = DomainEvent<'keyledger.user-claimed.v1', { userId: string }>;
/** In a stream `userSubject-<hash>`: the (issuer, subject) is nobody's any more, and may be given to another user. */
export type UserClaimReleased = DomainEvent<'keyledger.user-claim-released.v1', { userId: string }>;
