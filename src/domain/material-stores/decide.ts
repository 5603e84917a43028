import { refuse, type Refusal } from '../../kernel/refusal';
import type { MaterialStoreBound, MaterialStoreLost } from './events';
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
  if (state.materialStoreId !== undefined) {
    return state.materialStoreId === materialStoreId ? [] : another();
  }
  return isNew && logHasFacts ? another() : [{ type: 'keyledger.material-store-bound.v1', data: { materialStoreId } }];
};

/** Goes on with a store that began empty, after the one before was lost. One that holds another log's values can't take its place. */
export const recordMaterialLoss = (
  state: MaterialStoreState,
  { materialStoreId, isNew }: OpenedStore,
  reason: string,
): readonly MaterialStoreLost[] | Refusal => {
  if (state.materialStoreId === materialStoreId) {
    return refuse('CONFLICT', 'The log goes with the store of sealed values that was opened: nothing is lost.');
  }
  const lostMaterialStoreId = state.materialStoreId ?? 'unnamed';
  return isNew
    ? [{ type: 'keyledger.material-store-lost.v1', data: { lostMaterialStoreId, materialStoreId, reason } }]
    : another();
};
