import { isRefusal } from '../../kernel/refusal';
import { grow } from '../../kernel/fold';
import { bindMaterialStore, recordMaterialLoss, type OpenedStore } from './decide';
import type { MaterialStoreEvent } from './events';
import { materialStore, type MaterialStoreState } from './state';

const old = (materialStoreId: string): OpenedStore => ({ materialStoreId, isNew: false });
const fresh = (materialStoreId: string): OpenedStore => ({ materialStoreId, isNew: true });
const boundTo = (materialStoreId: string) =>
  ({ type: 'keyledger.material-store-bound.v1', data: { materialStoreId } }) as const;

const after = (...events: MaterialStoreEvent[]): MaterialStoreState =>
  grow(materialStore, materialStore.initial, events);
const outcome = (decided: readonly MaterialStoreEvent[] | { code: string }) =>
  isRefusal(decided) ? decided.code : (decided as readonly MaterialStoreEvent[]);

describe('a log and its sealed values', () => {
  it.each<[string, MaterialStoreState, OpenedStore, boolean, unknown]>([
    ['an empty log and a new store begin together', after(), fresh('a'), false, [boundTo('a')]],
    ['a log from before stores had names takes the one beside it', after(), old('a'), true, [boundTo('a')]],
    ['facts beside a new store are half a vault', after(), fresh('a'), true, 'OTHER_MATERIAL_STORE'],
    ['the store it is bound to is taken again', after(boundTo('a')), old('a'), true, []],
    ['a start that died before the store had noted its log', after(boundTo('a')), fresh('a'), true, []],
    ['another store is refused', after(boundTo('a')), old('b'), true, 'OTHER_MATERIAL_STORE'],
    ['an empty one too', after(boundTo('a')), fresh('b'), true, 'OTHER_MATERIAL_STORE'],
  ])('%s', (_, state, store, hasFacts, expected) => {
    expect(outcome(bindMaterialStore(state, store, hasFacts))).toEqual(expected);
  });

  const lost = (lostMaterialStoreId: string, materialStoreId: string) => ({
    type: 'keyledger.material-store-lost.v1',
    data: { lostMaterialStoreId, materialStoreId, reason: 'fire' },
  });
  it.each<[string, MaterialStoreState, OpenedStore, unknown]>([
    ['goes on with an empty store', after(boundTo('a')), fresh('b'), [lost('a', 'b')]],
    ['of an unnamed store too', after(), fresh('b'), [lost('unnamed', 'b')]],
    ['is no loss while the store is there', after(boundTo('a')), old('a'), 'CONFLICT'],
    ["does not take another log's values", after(boundTo('a')), old('b'), 'OTHER_MATERIAL_STORE'],
  ])('a loss %s', (_, state, store, expected) => {
    expect(outcome(recordMaterialLoss(state, store, 'fire'))).toEqual(expected);
  });
});
