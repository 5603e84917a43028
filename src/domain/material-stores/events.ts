import type { DomainEvent } from '../../kernel/event';

/** From here on the log's sealed values lie in this store, and in no other. */
export type MaterialStoreBound = DomainEvent<'keyledger.material-store-bound.v1', { materialStoreId: string }>;
/** The store before was lost with all values in it; from here on they lie in another one, which began empty. */
export type MaterialStoreLost = DomainEvent<
  'keyledger.material-store-lost.v1',
  { lostMaterialStoreId: string; materialStoreId: string; reason: string }
>;

export type MaterialStoreEvent = MaterialStoreBound | MaterialStoreLost;
