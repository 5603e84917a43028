import type { DomainEvent } from '../../kernel/event';

export type IdpUserCreated = DomainEvent<
  'keyledger.idp-user-created.v1',
  { idpUserId: string; email: string; displayName: string; active: boolean }
>;
export type IdpUserChanged = DomainEvent<
  'keyledger.idp-user-changed.v1',
  { idpUserId: string; displayName: string; active: boolean }
>;
export type IdpUserDeleted = DomainEvent<'keyledger.idp-user-deleted.v1', { idpUserId: string; email: string }>;
export type IdpUserEvent = IdpUserCreated | IdpUserChanged | IdpUserDeleted;

/** Stream `directoryEmail-<hash>`: one IDP user per e-mail. */
export type IdpEmailClaimed = DomainEvent<'keyledger.idp-email-claimed.v1', { idpUserId: string }>;
export type IdpEmailReleased = DomainEvent<'keyledger.idp-email-released.v1', { idpUserId: string }>;
export type IdpEmailEvent = IdpEmailClaimed | IdpEmailReleased;

export type IdpGroupCreated = DomainEvent<'keyledger.idp-group-created.v1', { idpGroupId: string; name: string }>;
export type IdpGroupRenamed = DomainEvent<'keyledger.idp-group-renamed.v1', { idpGroupId: string; name: string }>;
export type IdpGroupMemberAdded = DomainEvent<
  'keyledger.idp-group-member-added.v1',
  { idpGroupId: string; idpUserId: string }
>;
export type IdpGroupMemberRemoved = DomainEvent<
  'keyledger.idp-group-member-removed.v1',
  { idpGroupId: string; idpUserId: string }
>;
export type IdpGroupDeleted = DomainEvent<'keyledger.idp-group-deleted.v1', { idpGroupId: string }>;
export type IdpGroupEvent =
  IdpGroupCreated | IdpGroupRenamed | IdpGroupMemberAdded | IdpGroupMemberRemoved | IdpGroupDeleted;
