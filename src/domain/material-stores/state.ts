import type { Fold } from '../../kernel/fold';
import type { MaterialStoreEvent } from './events';

export interface MaterialStoreState {
  /** Which store the log's sealed values lie in; absent in a log that began before stores had names. */
  readonly materialStoreId?: string;
  /** It took the place of one that was lost. */
  readonly isLoss?: true;
}

/** One stream for the whole log. */
export const materialStore: Fold<MaterialStoreState, MaterialStoreEvent> = {
  category: 'materialStore',
  initial: {},
  evolve: {
    'keyledger.material-store-bound.v1': (_, { materialStoreId }) => ({ materialStoreId }),
    'keyledger.material-store-lost.v1': (_, { materialStoreId }) => ({ materialStoreId, isLoss: true }),
  },
};
