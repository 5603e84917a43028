import { isRefusal } from '../../kernel/refusal';
import { grow } from '../../kernel/fold';
import { bindMaterialStore, type OpenedStore } from './decide';
import type { MaterialStoreEvent } from './events';
import { materialStore, type MaterialStoreState } from './state';

const old = (materialStoreId: string): OpenedStore => ({ materialStoreId, isNew: false });
const fresh = (materialStoreId: string): OpenedStore => ({ materialStoreId, isNew: true });
const boundTo = (materialStoreId: string) =>
  ({ type: 'keyledger.material-store-bound.v1', data: { materialStoreId } }) as const;
const lost = (lostMaterialStoreId: string, materialStoreId: string) =>
  ({
    type: 'keyledger.material-store-lost.v1',
    data: { lostMaterialStoreId, materialStoreId, reason: 'fire' },
  }) as const;

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
    ['one that took the place of a lost one', after(boundTo('a'), lost('a', 'b')), old('b'), true, []],
    [
      'a loss recorded half-way is brought to its end first',
      after(boundTo('a'), lost('a', 'b')),
      fresh('b'),
      true,
      'MATERIAL_LOSS_UNFINISHED',
    ],
    [
      'a lost one that turns up again is another one',
      after(boundTo('a'), lost('a', 'b')),
      old('a'),
      true,
      'OTHER_MATERIAL_STORE',
    ],
  ])('%s', (_, state, store, hasFacts, expected) => {
    expect(outcome(bindMaterialStore(state, store, hasFacts))).toEqual(expected);
  });
});
