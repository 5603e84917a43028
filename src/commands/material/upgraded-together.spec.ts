import { identityMade, organizationWith, StoredValues, type UpgradingNode } from '../../../test/support/stored-values';
import { fact } from '../../../test/support/streams/ground-of';
import { until } from '../../../test/support/until';
import { withMethods } from '../../../test/support/with-methods';
import { Foreground } from '../../kernel/foreground';
import type { MaterialStore } from '../../kernel/material-store';
import { Shutdown } from '../../kernel/shutdown';
import { StoreUnavailable } from '../../kernel/store-errors';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { Decisions } from '../deciding/decisions';
import { UpgradeIdentity, UpgradeIdentityHandler } from './upgrade-identity';
import { UpgradeOrganization, UpgradeOrganizationHandler } from './upgrade-organization';

/** Many values that are sealed anew in one go: each is a value and a fact of its own, and fails alone. */
let values: StoredValues;
afterEach(() => values.close());

/** So many identities with a `v1` value each; of `without` no fact says that it was imported. */
const open = async (count: number, without?: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, (_, n) => `i${String(n).padStart(3, '0')}`);
  const streams = ids.map((id, n) => identityMade(id, n === without ? undefined : 'v1'));
  values = new StoredValues({ ...organizationWith(1), ...Object.assign({}, ...streams) });
  for (const id of ids) await values.put(id, 1, `value of ${id}`, { as: 'v1' });
  return ids;
};

const upgradeAll = (on: UpgradingNode = {}): Promise<string> =>
  new UpgradeOrganizationHandler(values.upgrades(on))
    .execute(new UpgradeOrganization(values.ground.policy(), 'o'))
    .then(
      () => 'done',
      (error: Error) => `${error.name} ${error.message}`,
    );

/** The identities of which a fact says that they were upgraded, as often as one does. */
const told = (): readonly string[] =>
  values.ground.told
    .filter(([, noun]) => noun === 'material-upgraded')
    .map(([, , data]) => (data as { readonly identityId: string }).identityId)
    .toSorted();

const left = async (): Promise<readonly string[]> =>
  (await values.store.legacy('o', { limit: 1000 })).map(({ identityId }) => identityId);

const opened = async (identityId: string): Promise<string> => {
  const found = await values.store.get(identityId, 1);
  return found === undefined ? 'nothing' : values.sealing.open(found, await values.keys(), await values.secret(1));
};

test('all of an organization, over several pages: what does not open is told and holds nothing up', async () => {
  const ids = await open(501, 5);
  expect(await upgradeAll()).toBe('done');
  expect(await left()).toEqual(['i005']);
  expect(told()).toEqual(ids.filter((id) => id !== 'i005'));
  expect(values.told).toEqual([{ identityId: 'i005', version: 1, found: 'does_not_open' }]);
  for (const id of ['i000', 'i250', 'i500']) expect(await opened(id)).toBe(`value of ${id}`);
  expect(await upgradeAll()).toBe('done');
  expect(told()).toHaveLength(500);
});

test('one whose stream can’t be read fails alone, and is told when all others are done', async () => {
  const ids = await open(300);
  const { ground } = values;
  const reader = withMethods(ground.reader, {
    fresh: async () => {
      const view = await ground.reader.fresh();
      const load: typeof view.load = (fold, id) =>
        id === 'i003'
          ? Promise.reject(new StreamUnreadable('identity-i003', 1, undefined, 'it is frozen'))
          : view.load(fold, id);
      return { ...view, load };
    },
  });
  expect(await upgradeAll({ reader })).toContain('StreamUnreadable');
  expect(await left()).toEqual(['i003']);
  expect(told()).toEqual(ids.filter((id) => id !== 'i003'));
});

test('values without their facts, as a crash between the two leaves them, get a fact each, once', async () => {
  const ids = await open(20);
  const { ground } = values;
  const store = withMethods(ground.store, { append: () => Promise.reject(new StoreUnavailable('gone')) });
  const deciding = new Decisions(store, ground.reader, ground.clock, { below: () => 0 }, ground.refusals);
  expect(await upgradeAll({ deciding })).toBe('StoreUnavailable gone');
  expect([await left(), told()]).toEqual([[], []]);
  const again = new UpgradeIdentityHandler(ground.reader, values.upgrades());
  for (const id of [...ids, ...ids]) expect(await again.execute(new UpgradeIdentity(ground.policy(), id))).toBe(0);
  expect(told()).toEqual(ids);
  for (const id of ids) expect(await opened(id)).toBe(`value of ${id}`);
});

test('a store that goes away among many is told at once; what it took stands and is taken up again', async () => {
  const ids = await open(10);
  let asked = 0;
  const upgrade: MaterialStore['upgrade'] = (material) => {
    asked += 1;
    return asked > 4 ? Promise.reject(new StoreUnavailable('away')) : values.store.upgrade(material);
  };
  expect(await upgradeAll({ store: values.instead({ upgrade }) })).toBe('StoreUnavailable away');
  expect([await left(), told()]).toEqual([ids.slice(4), ids.slice(0, 4)]);
  expect([await upgradeAll(), await left(), told()]).toEqual(['done', [], ids]);
});

test('two nodes at once: one writes each value, and one fact says so', async () => {
  const ids = await open(60);
  const written: string[] = [];
  const upgrade: MaterialStore['upgrade'] = async (material) => {
    const isDone = await values.store.upgrade(material);
    if (isDone) written.push(material.identityId);
    return isDone;
  };
  const store = values.instead({ upgrade });
  const { ground } = values;
  const deciding = new Decisions(ground.store, ground.reader, ground.clock, { below: () => 0 }, ground.refusals);
  expect(await Promise.all([upgradeAll({ store }), upgradeAll({ store, deciding })])).toEqual(['done', 'done']);
  expect([written.toSorted(), told()]).toEqual([ids, ids]);
});

test('one that somebody else changes meanwhile is decided anew: its other facts stand beside its own', async () => {
  const ids = await open(30);
  const { ground } = values;
  const rotated = fact('rotation-requested', {
    organizationId: 'o',
    identityGroupId: 'v',
    identityId: 'i000',
    rotationId: 'r',
    trigger: 'manual',
    mode: 'vault',
    hostIds: [],
    requestedAt: '2026-01-31T09:30:00.000Z',
  });
  ground.justBefore('material-upgraded', () => ground.also('identity-i000', rotated));
  expect([await upgradeAll(), await left(), told()]).toEqual(['done', [], ids]);
});

test('one that is destroyed meanwhile is not written again, and the others are', async () => {
  const ids = await open(30);
  const upgrade: MaterialStore['upgrade'] = async (material) => {
    if (material.identityId === 'i002') await values.store.destroyIdentity('i002');
    return values.store.upgrade(material);
  };
  expect(await upgradeAll({ store: values.instead({ upgrade }) })).toBe('done');
  expect([await left(), await opened('i002')]).toEqual([[], 'nothing']);
  for (const id of ids.filter((each) => each !== 'i002')) expect(await opened(id)).toBe(`value of ${id}`);
});

test('an organization whose secrets are destroyed midway: what is left is not promised, and nothing is told of it', async () => {
  await open(300);
  let pages = 0;
  const legacy: MaterialStore['legacy'] = async (organizationId, options) => {
    const page = await values.store.legacy(organizationId, options);
    pages += 1;
    if (pages === 2) await values.store.destroySecrets('o');
    return page;
  };
  expect(await upgradeAll({ store: values.instead({ legacy }) })).toBe('done');
  expect([told(), await left(), values.told]).toMatchObject([{ length: 250 }, { length: 50 }, { length: 50 }]);
});

test('a vault that is destroyed meanwhile gets no new keys', async () => {
  const ids = await open(3);
  const legacy: MaterialStore['legacy'] = async (organizationId, options) => {
    const page = await values.store.legacy(organizationId, options);
    for (const id of ids) await values.store.destroyIdentity(id);
    await values.store.destroyVaultKeys('v');
    return page;
  };
  expect(await upgradeAll({ store: values.instead({ legacy }) })).toBe('done');
  expect([await values.store.vaultKeys('v'), told()]).toEqual([undefined, []]);
});

test('one of which no fact tells is of an import under way: it is left alone, without an alarm', async () => {
  await open(3);
  await values.put('on-its-way', 1, 'of a line', { as: 'v1' });
  expect(await upgradeAll()).toBe('done');
  expect([await left(), values.told]).toEqual([['on-its-way'], []]);
});

test('while somebody waits for an answer, few are done at once; else a whole page is', async () => {
  await open(20);
  const foreground = new Foreground();
  let [underWay, most] = [0, 0];
  const upgrade: MaterialStore['upgrade'] = async (material) => {
    underWay += 1;
    most = Math.max(most, underWay);
    const isDone = await values.store.upgrade(material);
    underWay -= 1;
    return isDone;
  };
  const leave = foreground.enter();
  const all = upgradeAll({ store: values.instead({ upgrade }), foreground });
  await until('the first were done', () => most > 0);
  expect(most).toBe(4);
  leave();
  expect(await all).toBe('done');
});

test('the end of the process breaks it off, and the next run goes on from there', async () => {
  const ids = await open(300);
  const shutdown = new Shutdown();
  const upgrade: MaterialStore['upgrade'] = async (material) => {
    shutdown.begin();
    return values.store.upgrade(material);
  };
  expect(await upgradeAll({ store: values.instead({ upgrade }), shutdown })).toBe('ShuttingDown this process stops');
  expect(await left()).toEqual(ids.slice(250));
  expect([await upgradeAll(), await left(), told()]).toEqual(['done', [], ids]);
});
