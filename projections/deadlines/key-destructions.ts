import type { OrganizationDeleted, OrganizationSecretsDestroyed } from '../../src/domain/organizations/events';
import type { VaultDeleted, VaultKeysDestroyed } from '../../src/domain/vaults/events';
import { plusDays } from '../../src/kernel/time';
import type { Agenda } from './agenda';

/** As many as a deleted identity can be brought back for. */
const GRACE_DAYS = 7;

/** The keys of a deleted vault are destroyed when nothing that they sealed can be brought back any more. */
export const vaultKeys: Agenda<VaultDeleted | VaultKeysDestroyed> = {
  types: ['keyledger.vault-deleted.v1', 'keyledger.vault-keys-destroyed.v1'],
  id: ({ data }) => `vault-keys:${data.identityGroupId}`,
  next: (_, { type, data: { organizationId, identityGroupId } }, id, at) =>
    type === 'keyledger.vault-deleted.v1'
      ? { id, kind: 'vault-keys', dueAt: plusDays(at, GRACE_DAYS), organizationId, identityGroupId }
      : undefined,
};

/** The same, for the secrets of a deleted organization. */
export const organizationSecrets: Agenda<OrganizationDeleted | OrganizationSecretsDestroyed> = {
  types: ['keyledger.organization-deleted.v1', 'keyledger.organization-secrets-destroyed.v1'],
  id: ({ data }) => `organization-secrets:${data.organizationId}`,
  next: (_, { type, data: { organizationId } }, id, at) =>
    type === 'keyledger.organization-deleted.v1'
      ? { id, kind: 'organization-secrets', dueAt: plusDays(at, GRACE_DAYS), organizationId }
      : undefined,
};
