import type { VaultMemberReleased, VaultMemberReserved } from '../../src/domain/vault-members/events';
import type { VaultChanged, VaultCreated, VaultDeleted } from '../../src/domain/vaults/events';
import { following, type Projector } from '../../src/kernel/projector';
import { VAULTS, type VaultDocument } from './document';

type Fact = VaultCreated | VaultChanged | VaultDeleted | VaultMemberReserved | VaultMemberReleased;

const count = (vault: VaultDocument | undefined, change: number): VaultDocument | undefined =>
  vault && { ...vault, identityCount: vault.identityCount + change };

/** With what a list of those that ask for approval is filtered by. */
const filtered = (vault: Omit<VaultDocument, 'approval'>): VaultDocument => ({
  ...vault,
  approval: vault.approvalPolicy !== undefined,
});

export const vaults: Projector<VaultDocument> = {
  schema: VAULTS,
  streams: { id: (id) => [`vault-${id}`, `vaultMembers-${id}`] },
  ...following<VaultDocument, Fact>(({ data }) => [data.identityGroupId], {
    'keyledger.vault-created.v1': (_, { data: { identityGroupId: id, ...data }, revision }) =>
      filtered({ id, ...data, identityCount: 0, revision }),
    'keyledger.vault-changed.v1': (vault, { data: { identityGroupId: id, ...data }, revision }) =>
      vault && filtered({ id, createdAt: vault.createdAt, identityCount: vault.identityCount, ...data, revision }),
    'keyledger.vault-deleted.v1': () => undefined,
    'keyledger.vault-member-reserved.v1': (vault) => count(vault, 1),
    'keyledger.vault-member-released.v1': (vault) => count(vault, -1),
  }),
};
