import { refuse, type Refusal } from '../../kernel/refusal';
import { KEYS_KEPT_DAYS } from '../keys-kept';
import { plusDays } from '../../kernel/time';
import { isWeakened } from './approval-policy';
import type { VaultDescription, VaultEvent } from './events';
import type { VaultState } from './state';
import { sameJson } from '../../kernel/facts/same-json';

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
    sameJson(description.passwordPolicy, state.passwordPolicy) &&
    sameJson(description.approvalPolicy, state.approvalPolicy);
  if (unchanged) {
    return [];
  }
  const subject = { identityGroupId, organizationId: state.organizationId };
  const { approvalPolicy: before } = state;
  const { approvalPolicy: after } = description;
  const weakened: VaultEvent[] =
    before !== undefined && isWeakened(before, after)
      ? [
          {
            type: 'keyledger.approval-policy-weakened.v1',
            data: { ...subject, before, ...(after === undefined ? {} : { after }) },
          },
        ]
      : [];
  return [{ type: 'keyledger.vault-changed.v1', data: { ...subject, ...description } }, ...weakened];
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
