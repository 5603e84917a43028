import type { Fold } from '../../kernel/fold';
import type { VaultDescription, VaultEvent } from './events';

export interface VaultState extends VaultDescription {
  readonly status: 'none' | 'active' | 'deleted';
  readonly organizationId: string;
  readonly createdAt: string;
  /** Salt and history key are destroyed, as of a vault that was deleted long enough ago. */
  readonly keysDestroyed?: true;
}

export const vault: Fold<VaultState, VaultEvent> = {
  category: 'vault',
  initial: { status: 'none', organizationId: '', name: '', createdAt: '' },
  withoutRights: (state) => state,
  evolve: {
    'keyledger.vault-created.v1': (_, { identityGroupId: _id, ...created }) => ({ status: 'active', ...created }),
    'keyledger.vault-changed.v1': (state, { identityGroupId: _id, ...description }) => ({
      status: state.status,
      createdAt: state.createdAt,
      ...description,
    }),
    'keyledger.approval-policy-weakened.v1': (state) => state,
    'keyledger.vault-deleted.v1': (state) => ({ ...state, status: 'deleted' }),
    'keyledger.vault-keys-destroyed.v1': (state) => ({ ...state, keysDestroyed: true }),
  },
};
