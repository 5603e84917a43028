import { PolicyHouse } from '../../test/support/policy-house';

const DAYS = 24 * 60;

let house: PolicyHouse;
let node: Awaited<ReturnType<PolicyHouse['node']>>;
beforeEach(async () => {
  house = await PolicyHouse.open();
  node = await house.node();
});
afterEach(() => house.close());

const kept = (identityId: string) => house.adapters.materialStore.versions(identityId);
/** The same value under another name, as what a command left that was ended half-way, or what an identity left that is gone. */
const copied = async (identityId: string, as: string): Promise<void> => {
  const material = await house.adapters.materialStore.get(identityId, 1);
  if (material === undefined) throw new Error('no value');
  await house.adapters.materialStore.add({ ...material, identityId: as });
};
const swept = async () => {
  house.pass(8 * DAYS);
  await house.settled();
  await node.runner.start();
  await node.runner.round();
};

test('destroys what no identity ever had, and nothing of an identity that its vault has and whose stream is gone', async () => {
  const { identityId, vaultId, organizationId } = await house.identity(node.commands);
  await copied(identityId, 'orphan');
  await copied(identityId, 'missing');
  await swept();
  expect(await kept('orphan')).toEqual([]);
  await copied(identityId, 'missing');
  await house.append(`vaultMembers-${vaultId}`, 'vault-member-reserved', {
    organizationId,
    identityGroupId: vaultId,
    identityId: 'missing',
  });
  house.pass(8 * DAYS);
  await node.runner.round();
  expect(await kept('missing')).toEqual([1]);
  expect(node.troubles.filter((trouble) => trouble.includes('missing'))).not.toEqual([]);
});

test('destroys nothing of an identity that can not be read, nor once that is settled', async () => {
  const { identityId } = await house.identity(node.commands);
  const stream = `identity-${identityId}`;
  // A newer release may point to it by what this one can't read.
  const material = await house.adapters.materialStore.get(identityId, 1);
  if (material === undefined) throw new Error('no value');
  await house.adapters.materialStore.add({ ...material, version: 2 });
  await house.appendUnreadable(stream, 'identity-moved', { identityId });
  await swept();
  expect(await kept(identityId)).toEqual([1, 2]);
  const settled = { damageId: 'd1', stream, revision: 1, reason: 'rubbish', settledBy: 'owner' };
  await house.append('damage', 'stream-damage-settled', settled);
  await node.runner.round();
  expect(await kept(identityId)).toEqual([1, 2]);
});

test('destroys nothing that was stored before the log was found put back and that no fact names, until an owner says so', async () => {
  const { identityId } = await house.identity(node.commands);
  const material = await house.adapters.materialStore.get(identityId, 1);
  if (material === undefined) throw new Error('no value');
  await house.adapters.materialStore.add({ ...material, version: 5 });
  await copied(identityId, 'forgotten');
  house.pass(1);
  await house.append('logHistory', 'log-went-back', { critical: true, foundBy: 'spec', lost: { position: '9' } });
  house.pass(1);
  await house.adapters.materialStore.add({ ...material, version: 6, storedAt: house.adapters.clock.now() });
  await house.adapters.materialStore.add({ ...material, version: 7, storedAt: house.adapters.clock.now() });
  await swept();
  expect([await kept(identityId), await kept('forgotten')]).toEqual([[1, 5], [1]]);
  const settled = { lossId: 'l1', orphanId: 'forgotten', version: 1, reason: 'dead', settledBy: 'owner' };
  const found = { lossId: 'l1', stream: 'identity-forgotten', revision: 0, vaultId: material.vaultId, version: 1 };
  await house.append('logLosses', 'orphaned-value-found', {
    ...found,
    orphanId: 'forgotten',
    foundAt: '2026-03-01T09:00:00.000Z',
  });
  await house.append('logLosses', 'orphaned-value-settled', settled);
  await node.runner.round();
  expect([await kept(identityId), await kept('forgotten')]).toEqual([[1, 5], []]);
});
