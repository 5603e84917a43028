import type { DomainEvent } from '../../kernel/event';
import type { Permission } from '../permissions';

export type OwnerAdded = DomainEvent<'keyledger.owner-added.v1', { userId: string; email: string }>;
export type OwnerRemoved = DomainEvent<'keyledger.owner-removed.v1', { userId: string }>;
export type AdminAdded = DomainEvent<'keyledger.admin-added.v1', { userId: string; email: string }>;
export type AdminRemoved = DomainEvent<'keyledger.admin-removed.v1', { userId: string }>;
/** An owner is about to be switched off or on: said here first, so that the last active owner stays whoever races. */
export type OwnerSuspended = DomainEvent<'keyledger.owner-suspended.v1', { userId: string }>;
export type OwnerResumed = DomainEvent<'keyledger.owner-resumed.v1', { userId: string }>;
export type RoleCreated = DomainEvent<
  'keyledger.role-created.v1',
  { roleId: string; name: string; permissions: readonly Permission[] }
>;
export type RoleChanged = DomainEvent<
  'keyledger.role-changed.v1',
  { roleId: string; name: string; permissions: readonly Permission[] }
>;
export type RoleDeleted = DomainEvent<'keyledger.role-deleted.v1', { roleId: string }>;

export type AccountEvent =
  | OwnerAdded
  | OwnerRemoved
  | AdminAdded
  | AdminRemoved
  | OwnerSuspended
  | OwnerResumed
  | RoleCreated
  | RoleChanged
  | RoleDeleted;
