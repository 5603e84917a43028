import type { DomainEvent } from '../../kernel/event';
import type { PasswordPolicy } from '../passwords/password-policy';

/** What a manager says of a vault. */
export interface VaultDescription {
  readonly name: string;
  readonly description?: string;
  readonly passwordPolicy?: PasswordPolicy;
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

export type VaultEvent = VaultCreated | VaultChanged | VaultDeleted | VaultKeysDestroyed;
