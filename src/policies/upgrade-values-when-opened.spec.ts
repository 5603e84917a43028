import { withoutMemory } from '../../test/support/without-memory';
import { PolicyFixture } from '../../test/support/policy-fixture';
import { until } from '../../test/support/until';
import { v1Box } from '../../test/support/v1-box';
import { CreateIdentity } from '../commands/identities/create-identity';
import { RevealIdentity } from '../commands/identities/reveal-identity';
import { UpgradeIdentity } from '../commands/material/upgrade-identity';
import type { MaterialStore } from '../kernel/material-store';

const SECRET = 'a secret of thirty-two characters';
type Node = Awaited<ReturnType<PolicyFixture['node']>>;

let application: PolicyFixture;
let node: Node;
let rewrites: number;
beforeEach(async () => {
  application = await PolicyFixture.open();
  rewrites = 0;
  node = await counting();
});
afterEach(() => application.close());

/** A store that counts the rewrites that took place, and fails where a test says so. */
const storeWith = (before: () => void = () => undefined, after: () => void = () => undefined): MaterialStore => {
  const { materialStore } = application.adapters;
  const store = Object.create(materialStore) as MaterialStore;
  store.upgrade = async (material) => {
    before();
    const isDone = await materialStore.upgrade(material);
    rewrites += Number(isDone);
    after();
    return isDone;
  };
  return store;
};
const counting = () => application.node({ materialStore: storeWith() });
const facts = (identityId: string, noun: string) => application.facts(`identity-${identityId}`, noun);
const upgraded = (identityId: string) =>
  until('the upgrade', async () => (await facts(identityId, 'material-upgraded')).length > 0);
const imported = async (value = 'from the old vault') => {
  const { vaultId } = await application.identity(node.commands);
  const given = { name: 'old', username: 'old', credentialType: 'password' } as const;
  const command = new CreateIdentity(application.as('owner'), vaultId, given, v1Box(SECRET, value), 'v1');
  return (await node.commands.execute(command)).id as string;
};
const reveal = async (by: Node, identityId: string) =>
  (await by.commands.execute(new RevealIdentity(application.as('owner'), identityId))).credential;
const scheme = async (identityId: string) => (await application.adapters.materialStore.get(identityId, 1))?.scheme;

test('fifty readers on two nodes: one rewrite, one fact, and every one of them has the value', async () => {
  const nodes = [node, await counting()];
  const identityId = await imported();
  await Promise.all(nodes.map(({ runner }) => runner.start()));
  const readers = Array.from({ length: 50 }, (_, n) => reveal(nodes[n % 2] ?? node, identityId));
  const direct = nodes.map(({ commands }) =>
    commands.execute(new UpgradeIdentity(application.as('owner'), identityId)),
  );
  const shown = await Promise.all(readers);
  await Promise.all(direct);
  expect(new Set(shown.map(({ value, version }) => `${version} ${value}`))).toEqual(new Set(['1 from the old vault']));
  await upgraded(identityId);
  await Promise.all(nodes.map(({ runner }) => runner.stop()));
  expect([rewrites, (await facts(identityId, 'material-upgraded')).length, await scheme(identityId)]).toEqual([
    1,
    1,
    'v2',
  ]);
  expect((await reveal(node, identityId)).value).toBe('from the old vault');
});

const dies = () => {
  throw new Error('the node died');
};
const dyingLog = () => {
  const { eventStore } = application.adapters;
  const dying = Object.create(eventStore) as typeof eventStore;
  dying.append = (stream, expected, events) =>
    events.some(({ type }) => type === 'keyledger.material-upgraded.v1')
      ? Promise.reject(new Error('the node died'))
      : eventStore.append(stream, expected, events);
  return dying;
};

test.each<[string, () => Partial<PolicyFixture['adapters']>, string]>([
  ['before it is rewritten', () => ({ materialStore: storeWith(dies) }), 'v1'],
  ['after it is rewritten', () => ({ materialStore: storeWith(undefined, dies) }), 'v2'],
  ['before the fact', () => ({ eventStore: dyingLog(), materialStore: storeWith() }), 'v2'],
])('a node that dies %s leaves a value that opens, and the next one finishes', async (_, instead, left) => {
  const identityId = await imported();
  const crashing = await application.node(instead());
  const command = new UpgradeIdentity(application.as('owner'), identityId);
  await expect(crashing.commands.execute(command)).rejects.toThrow('the node died');
  expect([await scheme(identityId), (await facts(identityId, 'material-upgraded')).length]).toEqual([left, 0]);
  expect((await reveal(node, identityId)).value).toBe('from the old vault');
  await node.commands.execute(command);
  expect([await scheme(identityId), (await facts(identityId, 'material-upgraded')).length]).toEqual(['v2', 1]);
  expect(rewrites).toBe(1);
});

test('what was opened while nobody listened is rewritten once somebody does, and once only', async () => {
  const identityId = await imported();
  await node.runner.start();
  await node.runner.stop();
  await reveal(node, identityId);
  const later = await counting();
  await later.runner.start();
  await upgraded(identityId);
  await later.runner.stop();
  const forgetful = await application.node({ checkpoints: withoutMemory, materialStore: storeWith() });
  await forgetful.runner.start();
  const another = await imported('another');
  await reveal(forgetful, another);
  await upgraded(another);
  expect([rewrites, (await facts(identityId, 'material-upgraded')).length]).toEqual([2, 1]);
});

test('a material store that was put back to before the rewrite opens, and is rewritten without a second fact', async () => {
  const identityId = await imported();
  const { materialStore } = application.adapters;
  const old = await materialStore.get(identityId, 1);
  await node.commands.execute(new UpgradeIdentity(application.as('owner'), identityId));
  if (old === undefined) throw new Error('nothing was stored');
  await materialStore.replace(old, old.secretVersion);
  expect((await reveal(node, identityId)).value).toBe('from the old vault');
  await node.commands.execute(new UpgradeIdentity(application.as('owner'), identityId));
  expect([await scheme(identityId), (await facts(identityId, 'material-upgraded')).length]).toEqual(['v2', 1]);
});

test('one that does not open stays as it is, and troubles nobody for ever', async () => {
  const identityId = await imported();
  const { materialStore } = application.adapters;
  const found = await materialStore.get(identityId, 1);
  if (found === undefined) throw new Error('nothing was stored');
  await materialStore.replace({ ...found, box: found.box.map((byte) => byte ^ 1) }, found.secretVersion);
  expect(await node.commands.execute(new UpgradeIdentity(application.as('owner'), identityId))).toBe(1);
  expect(await scheme(identityId)).toBe('v1');
});
