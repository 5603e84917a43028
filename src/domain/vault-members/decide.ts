import { refuse, type Refusal } from '../../kernel/refusal';
import type { VaultMembersEvent } from './events';
import type { VaultMembersState } from './state';

interface Vault {
  readonly organizationId: string;
  readonly identityGroupId: string;
}

/** Before an identity starts (or comes back), its place in the vault is reserved; those of several at once, or of none. */
export const reserveMembers = (
  state: VaultMembersState,
  vault: Vault,
  identityIds: readonly string[],
): readonly VaultMembersEvent[] | Refusal => {
  if (state.closed) {
    return refuse('NOT_FOUND', 'There is no such identity group.');
  }
  return [...new Set(identityIds)]
    .filter((identityId) => !state.members.has(identityId))
    .map((identityId) => ({ type: 'keyledger.vault-member-reserved.v1', data: { ...vault, identityId } }));
};

export const releaseMember = (
  state: VaultMembersState,
  vault: Vault,
  identityId: string,
): readonly VaultMembersEvent[] =>
  state.members.has(identityId) ? [{ type: 'keyledger.vault-member-released.v1', data: { ...vault, identityId } }] : [];

/** A vault is deleted only when empty; closing it first keeps out an identity that is on its way. */
export const closeMembers = (state: VaultMembersState, vault: Vault): readonly VaultMembersEvent[] | Refusal => {
  const count = state.members.size;
  if (count > 0) {
    return refuse('VAULT_NOT_EMPTY', `Cannot delete group with ${count} identities`, {
      identityCount: count,
    });
  }
  return state.closed ? [] : [{ type: 'keyledger.vault-members-closed.v1', data: vault }];
};
