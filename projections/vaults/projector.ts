import type { VaultMembersEvent } from '../../src/domain/vault-members/events';
import type { VaultEvent } from '../../src/domain/vaults/events';
import type { Projector } from '../../src/kernel/projector';
import { VAULTS, type VaultDocument } from './document';

type Fact = VaultEvent | VaultMembersEvent;

const count = (vault: VaultDocument | undefined, change: number): VaultDocument | undefined =>
  vault && { ...vault, identityCount: vault.identityCount + change };

export const vaults: Projector<VaultDocument> = {
  schema: VAULTS,
  types: [
    'keyledger.vault-created.v1',
    'keyledger.vault-changed.v1',
    'keyledger.vault-deleted.v1',
    'keyledger.vault-member-reserved.v1',
    'keyledger.vault-member-released.v1',
  ],
  ids: (event) => [(event as unknown as Fact).data.identityGroupId],
  next: (vault, { revision, ...event }) => {
    const fact = event as unknown as Fact;
    switch (fact.type) {
      case 'keyledger.vault-created.v1': {
        const { identityGroupId: id, ...data } = fact.data;
        return { id, ...data, identityCount: 0, revision };
      }
      case 'keyledger.vault-changed.v1': {
        const { identityGroupId: _, ...data } = fact.data;
        return (
          vault && { id: vault.id, createdAt: vault.createdAt, identityCount: vault.identityCount, ...data, revision }
        );
      }
      case 'keyledger.vault-deleted.v1':
        return undefined;
      case 'keyledger.vault-member-reserved.v1':
        return count(vault, 1);
      case 'keyledger.vault-member-released.v1':
        return count(vault, -1);
      case 'keyledger.vault-members-closed.v1':
      case 'keyledger.vault-keys-destroyed.v1':
        return vault;
    }
  },
};
