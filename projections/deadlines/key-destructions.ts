import type { OrganizationDeleted, OrganizationSecretsDestroyed } from '../../src/domain/organizations/events';
import type { VaultDeleted, VaultKeysDestroyed } from '../../src/domain/vaults/events';
import { following } from '../../src/kernel/projector';
import { plusDays } from '../../src/kernel/time';
import type { DeadlineDocument } from './document';

/** As many as a deleted identity can be brought back for. */
const GRACE_DAYS = 7;

/** The keys of a deleted vault are destroyed when nothing that they sealed can be brought back any more. */
export const vaultKeys = following<DeadlineDocument, VaultDeleted | VaultKeysDestroyed>(
  ({ data }) => [`vault-keys:${data.identityGroupId}`],
  {
    'keyledger.vault-deleted.v1': (_, { data: { organizationId, identityGroupId }, metadata: { time } }, id) => ({
      id,
      kind: 'vault-keys',
      dueAt: plusDays(time, GRACE_DAYS),
      organizationId,
      identityGroupId,
    }),
    'keyledger.vault-keys-destroyed.v1': () => undefined,
  },
);

/** The same, for the secrets of a deleted organization. */
export const organizationSecrets = following<DeadlineDocument, OrganizationDeleted | OrganizationSecretsDestroyed>(
  ({ data }) => [`organization-secrets:${data.organizationId}`],
  {
    'keyledger.organization-deleted.v1': (_, { data: { organizationId }, metadata: { time } }, id) => ({
      id,
      kind: 'organization-secrets',
      dueAt: plusDays(time, GRACE_DAYS),
      organizationId,
    }),
    'keyledger.organization-secrets-destroyed.v1': () => undefined,
  },
);
