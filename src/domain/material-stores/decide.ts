import { refuse, type Refusal } from '../../kernel/refusal';
import type { MaterialStoreBound } from './events';
import type { MaterialStoreState } from './state';

/** The store that was opened beside a log. */
export interface OpenedStore {
  readonly materialStoreId: string;
  /** It was never bound to any log. */
  readonly isNew: boolean;
}

const another = (): Refusal =>
  refuse('OTHER_MATERIAL_STORE', 'The log goes with another store of sealed values than the one that was opened.');

/** Binds a log to the store it begins with. A store that is not the one a log is bound to, or an empty one beside facts, is refused. */
export const bindMaterialStore = (
  state: MaterialStoreState,
  { materialStoreId, isNew }: OpenedStore,
  logHasFacts: boolean,
): readonly MaterialStoreBound[] | Refusal => {
  // Whoever recorded a loss binds the store last, once every identity is marked.
  if (state.isLoss === true && isNew) {
    return refuse('MATERIAL_LOSS_UNFINISHED', 'The loss of the sealed values was recorded half-way.');
  }
  if (state.materialStoreId !== undefined) {
    return state.materialStoreId === materialStoreId ? [] : another();
  }
  return isNew && logHasFacts ? another() : [{ type: 'keyledger.material-store-bound.v1', data: { materialStoreId } }];
};
