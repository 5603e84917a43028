import type { DomainEvent } from '../../kernel/event';
import type { Permission } from '../permissions';
import type { RoleAssignment } from '../users/events';

/** The user holds every permission in every organization. A machine has no e-mail. */
export type OwnerAdded = DomainEvent<'keyledger.owner-added.v1', { userId: string; email?: string }>;
/** The user is no owner any more. */
export type OwnerRemoved = DomainEvent<'keyledger.owner-removed.v1', { userId: string }>;
/** The user holds what admins hold, everywhere. */
export type AdminAdded = DomainEvent<'keyledger.admin-added.v1', { userId: string; email?: string }>;
/** The user is no admin any more. */
export type AdminRemoved = DomainEvent<'keyledger.admin-removed.v1', { userId: string }>;
/** An owner is about to be switched off or on: said here first, so that the last active owner stays whoever races. */
export type OwnerSuspended = DomainEvent<'keyledger.owner-suspended.v1', { userId: string }>;
/** The owner is switched on again. */
export type OwnerResumed = DomainEvent<'keyledger.owner-resumed.v1', { userId: string }>;
/**
 * An owner is about to be marked as the vendor's support, who acts only while let in: said here first, so that an
 * owner who may always act stays, whoever races.
 */
export type OwnerMarkedAsSupport = DomainEvent<'keyledger.owner-marked-as-support.v1', { userId: string }>;
/** The owner is not the vendor's support any more. */
export type OwnerClearedOfSupport = DomainEvent<'keyledger.owner-cleared-of-support.v1', { userId: string }>;
/**
 * The owner's last sign-in is about to be removed: said here first, so that an owner who can sign in stays, whoever races.
 * Told of a machine at once: it gives nobody else powers back. Not told of a person who never signed in.
 */
export type OwnerSignInsRemoved = DomainEvent<'keyledger.owner-sign-ins-removed.v1', { userId: string }>;
/** The owner has a sign-in again. */
export type OwnerSignInAdded = DomainEvent<'keyledger.owner-sign-in-added.v1', { userId: string }>;
/**
 * Whoever held the root key and the data made this user an owner who may act, past every permission, while no server ran. A
 * critical notice: it is told to every owner and admin. `issuer` and `subject`: by whose tokens the user signs in from then
 * on; absent: by the next token with the user's proven e-mail.
 */
export type OwnerRecovered = DomainEvent<
  'keyledger.owner-recovered.v1',
  { userId: string; email?: string; issuer?: string; subject?: string; reason: string; recoveredAt: string }
>;
/** A named set of permissions, to be assigned to users. */
export type RoleCreated = DomainEvent<
  'keyledger.role-created.v1',
  { roleId: string; name: string; permissions: readonly Permission[] }
>;
/** Name and permissions as they are from now on, for everybody who has the role. */
export type RoleChanged = DomainEvent<
  'keyledger.role-changed.v1',
  { roleId: string; name: string; permissions: readonly Permission[] }
>;
/** Its assignments allow nothing any more. */
export type RoleDeleted = DomainEvent<'keyledger.role-deleted.v1', { roleId: string }>;
/**
 * All the assignments of an IDP group, as they are from now on: everybody who is in it, and whose record is active, has these
 * roles as long as that lasts. Told on the account, so that one stream says which groups there are to be looked at.
 */
export type IdpGroupRolesAssigned = DomainEvent<
  'keyledger.idp-group-roles-assigned.v1',
  { idpGroupId: string; roles: readonly RoleAssignment[] }
>;

/**
 * A key of the server's own is another one from now on, or (`root-key`) the one that everything is sealed under: changed by
 * whoever holds the root key and the data, while no server ran. `version` counts from 1. Without a reason it was found at a
 * start. Nothing of the key is told.
 */
export type KeyChanged = DomainEvent<
  'keyledger.key-changed.v1',
  { name: string; version: number; changedAt: string; reason?: string; formerEnded?: boolean }
>;

/** A group as an issuer calls it in its tokens. */
export interface NamedByToken {
  readonly issuer: string;
  readonly name: string;
}
/**
 * From now on whoever brings a token of one of these issuers that names one of these groups counts as being in the IDP group for its
 * grants, as long as the token lasts: neither for its roles nor for approvals.
 */
export type IdpGroupTokensListed = DomainEvent<
  'keyledger.idp-group-tokens-listed.v1',
  { idpGroupId: string; namedBy: readonly NamedByToken[] }
>;

export type AccountEvent =
  | KeyChanged
  | OwnerAdded
  | OwnerRemoved
  | AdminAdded
  | AdminRemoved
  | OwnerSuspended
  | OwnerResumed
  | OwnerMarkedAsSupport
  | OwnerClearedOfSupport
  | OwnerSignInsRemoved
  | OwnerSignInAdded
  | OwnerRecovered
  | RoleCreated
  | RoleChanged
  | RoleDeleted
  | IdpGroupRolesAssigned
  | IdpGroupTokensListed;
