import type { DomainEvent } from '../../kernel/event';

export type MemberKind = 'vault' | 'host';

interface Member {
  readonly organizationId: string;
  readonly kind: MemberKind;
  readonly memberId: string;
}

/** A vault or host is about to be in the organization: said first, so that no organization is deleted under it. */
export type OrganizationMemberReserved = DomainEvent<'keyledger.organization-member-reserved.v1', Member>;
/** The vault or host is gone, or never came. */
export type OrganizationMemberReleased = DomainEvent<'keyledger.organization-member-released.v1', Member>;
/** Nothing can come any more: the organization is about to be deleted. */
export type OrganizationMembersClosed = DomainEvent<
  'keyledger.organization-members-closed.v1',
  { organizationId: string }
>;

export type OrganizationMembersEvent =
  OrganizationMemberReserved | OrganizationMemberReleased | OrganizationMembersClosed;
