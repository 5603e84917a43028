import type { DomainEvent } from '../../kernel/event';
import type { PasswordPolicy } from '../passwords/password-policy';

export interface OrganizationSettings {
  /** Length of a break-glass session, minutes. */
  readonly breakGlassMinutes: number;
  /** The manual's letter: reveal is allowed while somebody else holds the identity exclusively. */
  readonly revealDuringExclusiveCheckout: boolean;
  /** A value is shown only once a signed checkpoint covers the fact that says so. Absent in older facts: false. */
  readonly receiptBeforeDisclosure?: boolean;
  readonly passwordPolicy?: PasswordPolicy;
}

/** An organization with its settings. */
export type OrganizationCreated = DomainEvent<
  'keyledger.organization-created.v1',
  { organizationId: string; name: string; settings: OrganizationSettings; createdAt: string }
>;
/** The name and settings as they are from now on. */
export type OrganizationChanged = DomainEvent<
  'keyledger.organization-changed.v1',
  { organizationId: string; name: string; settings: OrganizationSettings }
>;
/** The organization's secret with this number stands, sealed, in the material store. */
export type OrganizationSecretSet = DomainEvent<
  'keyledger.organization-secret-set.v1',
  { organizationId: string; secretVersion: number }
>;
/** Every value of the organization is sealed by the secret with this number; older secrets are destroyed. */
export type OrganizationResealed = DomainEvent<
  'keyledger.organization-resealed.v1',
  { organizationId: string; secretVersion: number; values: number }
>;
/** Nothing may be made in it any more: vaults and hosts were counted to zero. */
export type OrganizationDeleted = DomainEvent<'keyledger.organization-deleted.v1', { organizationId: string }>;

/** Every secret of the deleted organization is gone: nothing that they sealed opens ever again. */
export type OrganizationSecretsDestroyed = DomainEvent<
  'keyledger.organization-secrets-destroyed.v1',
  { organizationId: string }
>;

/** What is still sealed as `v1` in the organization is to be sealed as `v2`. */
export type EncryptionUpgradeRequested = DomainEvent<
  'keyledger.encryption-upgrade-requested.v1',
  { organizationId: string }
>;
/** Nothing is sealed as `v1` any more, but for so many values that do not open. */
export type EncryptionUpgradeFinished = DomainEvent<
  'keyledger.encryption-upgrade-finished.v1',
  { organizationId: string; broken: number }
>;

export type OrganizationEvent =
  | OrganizationCreated
  | OrganizationChanged
  | OrganizationSecretSet
  | OrganizationResealed
  | OrganizationDeleted
  | EncryptionUpgradeRequested
  | EncryptionUpgradeFinished
  | OrganizationSecretsDestroyed;
