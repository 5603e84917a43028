import { refuse, type Refusal } from '../../kernel/refusal';
import { KEYS_KEPT_DAYS } from '../keys-kept';
import { plusDays } from '../../kernel/time';
import type { VaultDescription, VaultEvent } from './events';
import type { VaultState } from './state';

const gone = (): Refusal => refuse('NOT_FOUND', 'There is no such identity group.');

export const createVault = (
  state: VaultState,
  created: VaultDescription & { identityGroupId: string; organizationId: string; createdAt: string },
): readonly VaultEvent[] => (state.status === 'none' ? [{ type: 'keyledger.vault-created.v1', data: created }] : []);

/** Nothing is recorded when nothing changes. */
export const changeVault = (
  state: VaultState,
  identityGroupId: string,
  description: VaultDescription,
): readonly VaultEvent[] | Refusal => {
  if (state.status !== 'active') {
    return gone();
  }
  const unchanged =
    description.name === state.name &&
    description.description === state.description &&
    JSON.stringify(description.passwordPolicy) === JSON.stringify(state.passwordPolicy);
  const data = { identityGroupId, organizationId: state.organizationId, ...description };
  return unchanged ? [] : [{ type: 'keyledger.vault-changed.v1', data }];
};

/** Only after its members were closed, which refuses while there are any. */
export const deleteVault = (state: VaultState, identityGroupId: string): readonly VaultEvent[] | Refusal =>
  state.status === 'active'
    ? [{ type: 'keyledger.vault-deleted.v1', data: { identityGroupId, organizationId: state.organizationId } }]
    : gone();

/** `lastTime`: of the stream's last fact, which is the deletion. */
export const destroyVaultKeys = (
  state: VaultState,
  identityGroupId: string,
  lastTime: string,
  now: string,
): readonly VaultEvent[] =>
  state.status === 'deleted' && state.keysDestroyed !== true && plusDays(lastTime, KEYS_KEPT_DAYS) <= now
    ? [{ type: 'keyledger.vault-keys-destroyed.v1', data: { identityGroupId, organizationId: state.organizationId } }]
    : [];
