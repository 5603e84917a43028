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
/** The record belongs to the SCIM connection from now on, which made it or was handed it: nobody else changes it. */
export type IdpUserHandedOver = DomainEvent<
  'keyledger.idp-user-handed-over.v1',
  { idpUserId: string; connectionId: string }
>;
/** The record belongs to no SCIM connection any more. */
export type IdpUserReleased = DomainEvent<'keyledger.idp-user-released.v1', { idpUserId: string }>;
/** What the identity provider calls the person, for itself; absent: nothing. */
export type IdpUserExternalIdChanged = DomainEvent<
  'keyledger.idp-user-external-id-changed.v1',
  { idpUserId: string; externalId?: string }
>;
export type IdpUserEvent =
  IdpUserCreated | IdpUserChanged | IdpUserDeleted | IdpUserHandedOver | IdpUserReleased | IdpUserExternalIdChanged;

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
/** The group belongs to the SCIM connection from now on, which made it or was handed it: nobody else changes it. */
export type IdpGroupHandedOver = DomainEvent<
  'keyledger.idp-group-handed-over.v1',
  { idpGroupId: string; connectionId: string }
>;
/** The group belongs to no SCIM connection any more. */
export type IdpGroupReleased = DomainEvent<'keyledger.idp-group-released.v1', { idpGroupId: string }>;
/** What the identity provider calls the group, for itself; absent: nothing. */
export type IdpGroupExternalIdChanged = DomainEvent<
  'keyledger.idp-group-external-id-changed.v1',
  { idpGroupId: string; externalId?: string }
>;
export type IdpGroupEvent =
  | IdpGroupCreated
  | IdpGroupRenamed
  | IdpGroupMemberAdded
  | IdpGroupMemberRemoved
  | IdpGroupDeleted
  | IdpGroupHandedOver
  | IdpGroupReleased
  | IdpGroupExternalIdChanged;
