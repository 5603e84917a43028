import { fact, Ground } from '../../../test/support/streams/ground-of';
import type { Streams } from '../../../test/support/streams/view-of';
import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';
import { BindMaterialStore, BindMaterialStoreHandler } from './bind-material-store';

/** A log and the store its values lie in belong together: another one is refused before anything is written. */
const bound = fact('material-store-bound', { materialStoreId: 'm' });
const USED: Streams = { account: [fact('owner-added', { userId: 'boss' })] };

const start = async (
  streams: Streams,
  opened: { readonly id: string; readonly isNew: boolean },
  instead: object = {},
) => {
  const ground = new Ground(streams);
  Object.assign(ground.store, instead);
  /** So many facts stood when the store was bound. */
  let boundAfter: number | undefined;
  const bind = async () => {
    boundAfter = ground.told.length;
  };
  const handler = new BindMaterialStoreHandler(ground.deciding, { ...opened, bind });
  const outcome = await handler.execute(new BindMaterialStore(ground.policy())).then(
    () => 'bound',
    (error: unknown) => error,
  );
  return { outcome, boundAfter, facts: ground.told.map(([, noun]) => noun) };
};

test.each<[string, Streams, { id: string; isNew: boolean }, readonly string[]]>([
  ['at the first start: the fact first, then the store', {}, { id: 'm', isNew: true }, ['material-store-bound']],
  ['by a log that was there before stores were named', USED, { id: 'm', isNew: false }, ['material-store-bound']],
  ['already: nothing is told again', { ...USED, materialStore: [bound] }, { id: 'm', isNew: false }, []],
  ['already, by a log whose store was not marked yet', { materialStore: [bound] }, { id: 'm', isNew: true }, []],
])('a store is bound %s', async (_, streams, opened, facts) => {
  expect(await start(streams, opened)).toEqual({ outcome: 'bound', boundAfter: facts.length, facts });
});

test.each<[string, Streams, { id: string; isNew: boolean }, string]>([
  ['an empty one beside a log with facts', USED, { id: 'm', isNew: true }, 'another store'],
  ['another one than the log names', { materialStore: [bound] }, { id: 'other', isNew: false }, 'another store'],
  ['an empty one than the log names', { materialStore: [bound] }, { id: 'other', isNew: true }, 'another store'],
])('%s is damage: nothing is written, and it stays unbound', async (_, streams, opened, words) => {
  const { outcome, ...rest } = await start(streams, opened);
  expect(outcome).toBeInstanceOf(StoreDamaged);
  expect(String(outcome)).toContain(words);
  expect(rest).toEqual({ boundAfter: undefined, facts: [] });
});

test('a loss that was recorded half-way is told as that', async () => {
  const lost = fact('material-store-lost', { lostMaterialStoreId: 'm', materialStoreId: 'n', reason: 'gone' });
  const { outcome, boundAfter } = await start({ ...USED, materialStore: [bound, lost] }, { id: 'n', isNew: true });
  expect(outcome).toBeInstanceOf(StoreDamaged);
  expect([String(outcome).includes('half-way'), boundAfter]).toEqual([true, undefined]);
});

test('a log that is away is not damage', async () => {
  const away = { append: () => Promise.reject(new StoreUnavailable('away')) };
  const { outcome, boundAfter } = await start({}, { id: 'm', isNew: true }, away);
  expect([outcome, boundAfter]).toEqual([expect.any(StoreUnavailable), undefined]);
});
