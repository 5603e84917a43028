import { refuse, type Refusal } from '../../kernel/refusal';
import { KEYS_KEPT_DAYS } from '../keys-kept';
import { plusDays } from '../../kernel/time';
import type { OrganizationEvent, OrganizationSettings } from './events';
import type { OrganizationState } from './state';
import { sameJson } from '../../kernel/facts/same-json';

const gone = (): Refusal => refuse('NOT_FOUND', 'There is no such organization.');

export const createOrganization = (
  state: OrganizationState,
  created: { organizationId: string; name: string; settings: OrganizationSettings; createdAt: string },
): readonly OrganizationEvent[] =>
  state.status === 'none' ? [{ type: 'keyledger.organization-created.v1', data: created }] : [];

export const changeOrganization = (
  state: OrganizationState,
  organizationId: string,
  { name, settings }: { name: string; settings: OrganizationSettings },
): readonly OrganizationEvent[] | Refusal => {
  if (state.status !== 'active') {
    return gone();
  }
  const unchanged = name === state.name && sameJson(settings, state.settings);
  return unchanged ? [] : [{ type: 'keyledger.organization-changed.v1', data: { organizationId, name, settings } }];
};

/** The secret with this number stands in the material store. */
export const setSecret = (
  state: OrganizationState,
  organizationId: string,
  secretVersion: number,
): readonly OrganizationEvent[] | Refusal =>
  state.status === 'active'
    ? [{ type: 'keyledger.organization-secret-set.v1', data: { organizationId, secretVersion } }]
    : gone();

/** Every value is sealed by the secret in force. */
export const finishResealing = (
  state: OrganizationState,
  organizationId: string,
  secretVersion: number,
  values: number,
): readonly OrganizationEvent[] =>
  state.secretVersion === secretVersion && state.resealedTo < secretVersion
    ? [{ type: 'keyledger.organization-resealed.v1', data: { organizationId, secretVersion, values } }]
    : [];

/** Asked for twice while it is under way, it is done once. */
export const requestUpgrade = (
  state: OrganizationState,
  organizationId: string,
): readonly OrganizationEvent[] | Refusal => {
  if (state.status !== 'active') return gone();
  return state.upgrade?.state === 'running'
    ? []
    : [{ type: 'keyledger.encryption-upgrade-requested.v1', data: { organizationId } }];
};

export const finishUpgrade = (
  state: OrganizationState,
  organizationId: string,
  broken: number,
): readonly OrganizationEvent[] =>
  state.upgrade?.state === 'running'
    ? [{ type: 'keyledger.encryption-upgrade-finished.v1', data: { organizationId, broken } }]
    : [];

/** Only after its members were closed, which refuses while there are any. */
export const deleteOrganization = (
  state: OrganizationState,
  organizationId: string,
): readonly OrganizationEvent[] | Refusal =>
  state.status === 'active' ? [{ type: 'keyledger.organization-deleted.v1', data: { organizationId } }] : gone();

/** `lastTime`: of the stream's last fact, which is the deletion, or one that came with it. */
export const destroySecrets = (
  state: OrganizationState,
  organizationId: string,
  lastTime: string,
  now: string,
): readonly OrganizationEvent[] =>
  state.status === 'deleted' && state.secretsDestroyed !== true && plusDays(lastTime, KEYS_KEPT_DAYS) <= now
    ? [{ type: 'keyledger.organization-secrets-destroyed.v1', data: { organizationId } }]
    : [];
