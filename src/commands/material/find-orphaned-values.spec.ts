import { identityMade, organizationWith, StoredValues } from '../../../test/support/stored-values';
import { NOW } from '../../../test/support/streams/a-vault';
import { fact, type Told } from '../../../test/support/streams/ground-of';
import type { Streams } from '../../../test/support/streams/view-of';
import type { Context } from '../../kernel/context';
import type { MaterialStore } from '../../kernel/material-store';
import { Shutdown, ShuttingDown } from '../../kernel/shutdown';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { FindOrphanedValues, FindOrphanedValuesHandler } from './find-orphaned-values';
import { withMethods } from '../../../test/support/with-methods';

/** Once the log is found put back: each value that was stored before and that no fact names is told, once. */
let values: StoredValues;
afterEach(() => values.close());
const open = (streams: Streams = {}) => {
  values = new StoredValues({ ...organizationWith(1), ...streams });
};
const BACK = Date.parse(NOW);
const find = async (
  store: Partial<MaterialStore> = {},
  unreadable: readonly string[] = [],
  shutdown = new Shutdown(),
) => {
  const { ground } = values;
  const asked: string[] = [];
  const contextOf = (on: string): Context => {
    asked.push(on);
    return { ...ground.policy(), ids: { next: () => `loss of ${on}` } };
  };
  const reader = withMethods(ground.reader, {
    fresh: async () => {
      const view = await ground.reader.fresh();
      const load: typeof view.load = async (fold, id) => {
        if (unreadable.includes(id ?? '')) throw new StreamUnreadable(`identity-${id}`, 0, undefined, 'it is torn');
        return view.load(fold, id);
      };
      return { ...view, load };
    },
  } as Partial<typeof ground.reader>);
  const handler = new FindOrphanedValuesHandler(ground.deciding, values.instead(store), reader, shutdown);
  const { facts } = await ground.when(() => handler.execute(new FindOrphanedValues(contextOf, BACK)));
  return { facts, asked };
};
const short = (facts: readonly Told[]) =>
  facts.map(([stream, noun, data]) => `${stream} ${noun} ${(data as { version?: number }).version}`);
const before = { storedAt: BACK - 1 };

test('a value that no fact names is told to the owners and to its identity; one that is named is not', async () => {
  open(identityMade('i'));
  await values.put('i', 1, 'one', before);
  await values.put('i', 2, 'two', before);
  const { facts, asked } = await find();
  expect(facts).toEqual([
    [
      'logLosses',
      'orphaned-value-found',
      {
        lossId: 'loss of i 2',
        stream: 'identity-i',
        revision: 1,
        orphanId: 'i',
        vaultId: 'v',
        version: 2,
        foundAt: NOW,
      },
    ],
    [
      'identity-i',
      'identity-value-orphaned',
      { organizationId: 'o', identityGroupId: 'v', identityId: 'i', version: 2, foundAt: NOW },
    ],
  ]);
  expect(asked).toEqual(['i 1', 'i 2', 'omitted']);
  expect((await find()).facts).toEqual([]);
});

test('one that was stored since is on its way to its fact', async () => {
  open(identityMade('i'));
  await values.put('i', 2, 'two', { storedAt: BACK + 1 });
  expect((await find()).facts).toEqual([]);
});

test('of an identity that the log knows nothing of it is told to the owners alone', async () => {
  open();
  await values.put('x', 1, 'one', before);
  expect(short((await find()).facts)).toEqual(['logLosses orphaned-value-found 1']);
});

test('what can’t be read is passed over, and holds up no other; anything else that fails does', async () => {
  open({ ...identityMade('a'), ...identityMade('b') });
  await values.put('a', 2, 'two', before);
  await values.put('b', 2, 'two', before);
  expect(short((await find({}, ['a'])).facts)).toEqual([
    'logLosses orphaned-value-found 2',
    'identity-b identity-value-orphaned 2',
  ]);
  await expect(find({ scan: () => Promise.reject(new Error('away')) })).rejects.toThrow('away');
});

test('page by page, and each value once', async () => {
  open();
  const address = (n: number) => ({
    organizationId: 'o',
    vaultId: 'v',
    identityId: `x${String(n).padStart(3, '0')}`,
    version: 1,
  });
  const asked: object[] = [];
  const scan: MaterialStore['scan'] = async (options) => {
    asked.push(options);
    const from = options.after === undefined ? 0 : Number(options.after.identityId.slice(1)) + 1;
    return Array.from({ length: Math.min(options.limit, 400 - from) }, (_, n) => address(from + n));
  };
  expect((await find({ scan })).facts).toHaveLength(400);
  const page = { storedBefore: BACK, limit: 200 };
  expect(asked).toEqual([page, { ...page, after: address(199) }, { ...page, after: address(399) }]);
});

const listed = (n: number) =>
  fact('orphaned-value-found', {
    lossId: `l${n}`,
    stream: 'identity-y',
    revision: 0,
    orphanId: 'y',
    vaultId: 'v',
    version: n,
    foundAt: NOW,
  });
test('beyond what anybody goes through it is told how many more there are, once', async () => {
  open({ logLosses: Array.from({ length: 999 }, (_, n) => listed(n + 1)) });
  for (const id of ['a', 'b', 'c']) await values.put(id, 1, 'one', before);
  const { facts } = await find();
  expect(facts).toMatchObject([
    ['logLosses', 'orphaned-value-found', { orphanId: 'a' }],
    ['logLosses', 'log-losses-omitted', { lossId: 'loss of omitted', omitted: 2, of: 'values', foundAt: NOW }],
  ]);
  expect((await find()).facts).toEqual([]);
});

test('the end of the process breaks it off, and the next run tells the rest', async () => {
  open();
  await values.put('a', 1, 'one', before);
  const shutdown = new Shutdown();
  const scan: MaterialStore['scan'] = async (options) => {
    shutdown.begin();
    return values.store.scan(options);
  };
  await expect(find({ scan }, [], shutdown)).rejects.toThrow(ShuttingDown);
  expect(values.ground.told).toEqual([]);
  expect(short((await find()).facts)).toContain('logLosses orphaned-value-found 1');
});
