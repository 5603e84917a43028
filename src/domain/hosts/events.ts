import type { DomainEvent } from '../../kernel/event';

/** A machine has a record in an organization. */
export type HostCreated = DomainEvent<
  'keyledger.host-created.v1',
  { hostId: string; organizationId: string; name: string; createdAt: string }
>;
/** The host has another name. */
export type HostRenamed = DomainEvent<
  'keyledger.host-renamed.v1',
  { hostId: string; organizationId: string; name: string }
>;
/** The host is gone; no identity named it. */
export type HostDeleted = DomainEvent<'keyledger.host-deleted.v1', { hostId: string; organizationId: string }>;
export type HostEvent = HostCreated | HostRenamed | HostDeleted;

interface Member {
  readonly organizationId: string;
  readonly hostId: string;
  readonly identityId: string;
}

/** Stream `hostMembers-<hostId>`: an identity is about to name the host; said first, so that no host is deleted under it. */
export type HostMemberReserved = DomainEvent<'keyledger.host-member-reserved.v1', Member>;
/** The identity does not name the host any more, or never came to it. */
export type HostMemberReleased = DomainEvent<'keyledger.host-member-released.v1', Member>;
/** No identity can name the host any more: it is about to be deleted. */
export type HostMembersClosed = DomainEvent<
  'keyledger.host-members-closed.v1',
  { organizationId: string; hostId: string }
>;
export type HostMembersEvent = HostMemberReserved | HostMemberReleased | HostMembersClosed;

/** Stream `hostAccount-<hash of host, connector, port, username>`: one identity per account on a host. */
export type HostAccountReserved = DomainEvent<'keyledger.host-account-reserved.v1', Member>;
/** The account is free for another identity. */
export type HostAccountReleased = DomainEvent<'keyledger.host-account-released.v1', Member>;
export type HostAccountEvent = HostAccountReserved | HostAccountReleased;
