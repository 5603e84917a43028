import type { Fold } from '../../kernel/fold';
import type { ExposedIdentity, ExposureEvent } from './events';

export interface ExposureRotationState {
  /** The last wish that all be changed. */
  readonly campaignId?: string;
  /** Of it, what no outcome is known of yet, by identity id. */
  readonly waiting: Readonly<Record<string, ExposedIdentity>>;
}

/** `exposure-<subject>`: what is being changed because a person or a host was shown it. It gives nobody a right. */
export const exposureRotation: Fold<ExposureRotationState, ExposureEvent> = {
  category: 'exposure',
  initial: { waiting: {} },
  withoutRights: (state) => state,
  evolve: {
    'keyledger.exposure-rotation-requested.v1': (state, { campaignId, organizationId = '', items }) => {
      const added = items.map((item) => [item.identityId, { ...item, organizationId }] as const);
      return { campaignId, waiting: { ...state.waiting, ...Object.fromEntries(added) } };
    },
    'keyledger.exposed-identity-settled.v1': (state, { identityId }) => {
      const { [identityId]: _, ...waiting } = state.waiting;
      return { ...state, waiting };
    },
  },
};
