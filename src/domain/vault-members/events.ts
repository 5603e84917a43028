import type { DomainEvent } from '../../kernel/event';

interface Member {
  readonly organizationId: string;
  readonly identityGroupId: string;
  readonly identityId: string;
}

/** An identity is about to be in the vault: said before the identity starts, so that a vault is never deleted under it. */
export type VaultMemberReserved = DomainEvent<'keyledger.vault-member-reserved.v1', Member>;
/** The identity is not in the vault any more, or never came to it. */
export type VaultMemberReleased = DomainEvent<'keyledger.vault-member-released.v1', Member>;
/** No identity can come any more: the vault is about to be deleted. */
export type VaultMembersClosed = DomainEvent<
  'keyledger.vault-members-closed.v1',
  { organizationId: string; identityGroupId: string }
>;

export type VaultMembersEvent = VaultMemberReserved | VaultMemberReleased | VaultMembersClosed;
