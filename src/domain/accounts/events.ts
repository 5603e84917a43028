import type { DomainEvent } from '../../kernel/event';
import type { Permission } from '../permissions';

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
 * A key of the server's own is another one from now on, or (`root-key`) the one that everything is sealed under: changed by
 * whoever holds the root key and the data, while no server ran. `version` counts from 1. Without a reason it was found at a
 * start. Nothing of the key is told.
 */
export type KeyChanged = DomainEvent<
  'keyledger.key-changed.v1',
  { name: string; version: number; changedAt: string; reason?: string; formerEnded?: boolean }
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
  | RoleDeleted;
