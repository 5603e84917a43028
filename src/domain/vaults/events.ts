import type { DomainEvent } from '../../kernel/event';
import type { ApprovalPolicy } from '../access-requests/events';
import type { PasswordPolicy } from '../passwords/password-policy';

/** What a manager says of a vault. */
export interface VaultDescription {
  readonly name: string;
  readonly description?: string;
  readonly passwordPolicy?: PasswordPolicy;
  /** Checkout and reveal need an approved request; absent: they don't. */
  readonly approvalPolicy?: ApprovalPolicy;
}

/** A vault in an organization, still empty. */
export type VaultCreated = DomainEvent<
  'keyledger.vault-created.v1',
  VaultDescription & { identityGroupId: string; organizationId: string; createdAt: string }
>;
/** The description as it is from now on. */
export type VaultChanged = DomainEvent<
  'keyledger.vault-changed.v1',
  VaultDescription & { identityGroupId: string; organizationId: string }
>;
/** Approval is easier to get than it was, or not asked for any more: owners and admins are to be told at once. */
export type ApprovalPolicyWeakened = DomainEvent<
  'keyledger.approval-policy-weakened.v1',
  { identityGroupId: string; organizationId: string; before: ApprovalPolicy; after?: ApprovalPolicy }
>;
/** The vault is gone; it was empty. */
export type VaultDeleted = DomainEvent<
  'keyledger.vault-deleted.v1',
  { identityGroupId: string; organizationId: string }
>;

/** Salt and history key of the deleted vault are gone: nothing that they sealed opens ever again. */
export type VaultKeysDestroyed = DomainEvent<
  'keyledger.vault-keys-destroyed.v1',
  { identityGroupId: string; organizationId: string }
>;

export type VaultEvent = VaultCreated | VaultChanged | ApprovalPolicyWeakened | VaultDeleted | VaultKeysDestroyed;
