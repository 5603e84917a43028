import { withEntry } from '../../kernel/draft';
import type { Fold } from '../../kernel/fold';
import type { UnusualDisclosuresFound } from './events';

/** `disclosureWatch-<user id>`: when it was found last, by organization. */
export interface DisclosureWatchState {
  readonly foundAt: Readonly<Record<string, string>>;
}

export const disclosureWatch: Fold<DisclosureWatchState, UnusualDisclosuresFound> = {
  category: 'disclosureWatch',
  initial: { foundAt: {} },
  // It gives nobody a right; to forget it would have people told once more.
  withoutRights: (state) => state,
  evolve: {
    'keyledger.unusual-disclosures-found.v1': (state, { organizationId, foundAt }) => ({
      foundAt: withEntry(state.foundAt, organizationId, foundAt),
    }),
  },
};
