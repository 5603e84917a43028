import type { Fold } from '../../kernel/fold';
import type { OrganizationEvent, OrganizationSettings } from './events';

export interface OrganizationState {
  readonly status: 'none' | 'active' | 'deleted';
  readonly name: string;
  readonly settings: OrganizationSettings;
  /** Number of the secret in force, 0 while there is none. */
  readonly secretVersion: number;
  /** Number of the oldest secret that may still seal a value. */
  readonly resealedTo: number;
  /** Values are being upgraded, or how many the last upgrade could not open; absent: nobody asked for one. */
  readonly upgrade?: { readonly state: 'running' } | { readonly state: 'finished'; readonly broken: number };
  readonly createdAt: string;
  /** Its secrets are destroyed, as of an organization that was deleted long enough ago. */
  readonly secretsDestroyed?: true;
}

export const DEFAULT_SETTINGS: OrganizationSettings = {
  breakGlassMinutes: 60,
  revealDuringExclusiveCheckout: false,
  receiptBeforeDisclosure: false,
};

/** Facts are older than some settings. */
const whole = (settings: OrganizationSettings): OrganizationSettings => ({ ...DEFAULT_SETTINGS, ...settings });

export const organization: Fold<OrganizationState, OrganizationEvent> = {
  category: 'organization',
  initial: { status: 'none', name: '', settings: DEFAULT_SETTINGS, secretVersion: 0, resealedTo: 0, createdAt: '' },
  withoutRights: (state) => state,
  evolve: {
    'keyledger.organization-created.v1': (state, { name, settings, createdAt }) => ({
      ...state,
      status: 'active',
      name,
      settings: whole(settings),
      createdAt,
    }),
    'keyledger.organization-changed.v1': (state, { name, settings }) => ({
      ...state,
      name,
      settings: whole(settings),
    }),
    'keyledger.organization-secret-set.v1': (state, { secretVersion }) => ({
      ...state,
      secretVersion,
      resealedTo: state.resealedTo === 0 ? secretVersion : state.resealedTo,
    }),
    'keyledger.organization-resealed.v1': (state, { secretVersion }) => ({ ...state, resealedTo: secretVersion }),
    'keyledger.encryption-upgrade-requested.v1': (state) => ({ ...state, upgrade: { state: 'running' } }),
    'keyledger.encryption-upgrade-finished.v1': (state, { broken }) => ({
      ...state,
      upgrade: { state: 'finished', broken },
    }),
    'keyledger.organization-deleted.v1': (state) => ({ ...state, status: 'deleted' }),
    'keyledger.organization-secrets-destroyed.v1': (state) => ({ ...state, secretsDestroyed: true }),
  },
};
