import { withEntry, withoutEntry } from '../../kernel/draft';
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
      const waiting = items.reduce(
        (all, item) => withEntry(all, item.identityId, { ...item, organizationId }),
        state.waiting,
      );
      return { campaignId, waiting };
    },
    'keyledger.exposed-identity-settled.v1': (state, { identityId }) => ({
      ...state,
      waiting: withoutEntry(state.waiting, identityId),
    }),
  },
};
