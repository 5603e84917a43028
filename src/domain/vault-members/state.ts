import type { Fold } from '../../kernel/fold';
import { IdSet } from '../../kernel/id-set';
import { membersCodec } from '../../kernel/members-codec';
import type { VaultMembersEvent } from './events';

export interface VaultMembersState {
  readonly closed: boolean;
  /** Ids of the identities in the vault. */
  readonly members: IdSet;
}

export const vaultMembers: Fold<VaultMembersState, VaultMembersEvent> = {
  category: 'vaultMembers',
  codec: membersCodec<VaultMembersState>(),
  initial: { closed: false, members: IdSet.empty },
  withoutRights: (state) => state,
  evolve: {
    'keyledger.vault-member-reserved.v1': (state, { identityId }) => ({
      ...state,
      members: state.members.with(identityId),
    }),
    'keyledger.vault-member-released.v1': (state, { identityId }) => ({
      ...state,
      members: state.members.without(identityId),
    }),
    'keyledger.vault-members-closed.v1': (state) => ({ ...state, closed: true }),
  },
};
