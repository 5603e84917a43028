import type { DomainEvent } from '../../kernel/event';

/** The directory knows a person. */
export type IdpUserCreated = DomainEvent<
  'keyledger.idp-user-created.v1',
  { idpUserId: string; email: string; displayName: string; active: boolean }
>;
/** Name and activity as they are from now on; an inactive person maps to nobody. */
export type IdpUserChanged = DomainEvent<
  'keyledger.idp-user-changed.v1',
  { idpUserId: string; displayName: string; active: boolean }
>;
/** The directory does not know the person any more. */
export type IdpUserDeleted = DomainEvent<'keyledger.idp-user-deleted.v1', { idpUserId: string; email: string }>;
export type IdpUserEvent = IdpUserCreated | IdpUserChanged | IdpUserDeleted;

/** Stream `directoryEmail-<hash>`: one IDP user per e-mail. */
export type IdpEmailClaimed = DomainEvent<'keyledger.idp-email-claimed.v1', { idpUserId: string }>;
/** The e-mail is free for another IDP user. */
export type IdpEmailReleased = DomainEvent<'keyledger.idp-email-released.v1', { idpUserId: string }>;
export type IdpEmailEvent = IdpEmailClaimed | IdpEmailReleased;

/** The directory knows a group. */
export type IdpGroupCreated = DomainEvent<'keyledger.idp-group-created.v1', { idpGroupId: string; name: string }>;
/** The group has another name. */
export type IdpGroupRenamed = DomainEvent<'keyledger.idp-group-renamed.v1', { idpGroupId: string; name: string }>;
/** Grants to the group reach the person. */
export type IdpGroupMemberAdded = DomainEvent<
  'keyledger.idp-group-member-added.v1',
  { idpGroupId: string; idpUserId: string }
>;
/** Grants to the group do not reach the person any more. */
export type IdpGroupMemberRemoved = DomainEvent<
  'keyledger.idp-group-member-removed.v1',
  { idpGroupId: string; idpUserId: string }
>;
/** Grants to the group reach nobody any more. */
export type IdpGroupDeleted = DomainEvent<'keyledger.idp-group-deleted.v1', { idpGroupId: string }>;
export type IdpGroupEvent =
  IdpGroupCreated | IdpGroupRenamed | IdpGroupMemberAdded | IdpGroupMemberRemoved | IdpGroupDeleted;
