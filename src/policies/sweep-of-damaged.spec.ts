import { PolicyFixture } from '../../test/support/policy-fixture';

const DAYS = 24 * 60;

let application: PolicyFixture;
let node: Awaited<ReturnType<PolicyFixture['node']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
});
afterEach(() => application.close());

const kept = (identityId: string) => application.adapters.materialStore.versions(identityId);
/** The same value under another name, as what a command left that was ended half-way, or what an identity left that is gone. */
const copied = async (identityId: string, as: string): Promise<void> => {
  const material = await application.adapters.materialStore.get(identityId, 1);
  if (material === undefined) throw new Error('no value');
  await application.adapters.materialStore.add({ ...material, identityId: as });
};
const swept = async () => {
  application.pass(8 * DAYS);
  await application.settled();
  await node.runner.start();
  await node.runner.round();
};

test('destroys what no identity ever had, and nothing of an identity that its vault has and whose stream is gone', async () => {
  const { identityId, vaultId, organizationId } = await application.identity(node.commands);
  await copied(identityId, 'orphan');
  await copied(identityId, 'missing');
  await swept();
  expect(await kept('orphan')).toEqual([]);
  await copied(identityId, 'missing');
  await application.append(`vaultMembers-${vaultId}`, 'vault-member-reserved', {
    organizationId,
    identityGroupId: vaultId,
    identityId: 'missing',
  });
  application.pass(8 * DAYS);
  await node.runner.round();
  expect(await kept('missing')).toEqual([1]);
  expect(node.troubles.filter((trouble) => trouble.includes('missing'))).not.toEqual([]);
});

test('destroys nothing of an identity that can not be read, nor once that is settled', async () => {
  const { identityId } = await application.identity(node.commands);
  const stream = `identity-${identityId}`;
  // A newer release may point to it by what this one can't read.
  const material = await application.adapters.materialStore.get(identityId, 1);
  if (material === undefined) throw new Error('no value');
  await application.adapters.materialStore.add({ ...material, version: 2 });
  await application.appendUnreadable(stream, 'identity-moved', { identityId });
  await swept();
  expect(await kept(identityId)).toEqual([1, 2]);
  const settled = { damageId: 'd1', stream, revision: 1, reason: 'rubbish', settledBy: 'owner' };
  await application.append('damage', 'stream-damage-settled', settled);
  await node.runner.round();
  expect(await kept(identityId)).toEqual([1, 2]);
});

test('destroys nothing that was stored before the log was found put back and that no fact names, until an owner says so', async () => {
  const { identityId } = await application.identity(node.commands);
  const material = await application.adapters.materialStore.get(identityId, 1);
  if (material === undefined) throw new Error('no value');
  await application.adapters.materialStore.add({ ...material, version: 5 });
  await copied(identityId, 'forgotten');
  application.pass(1);
  await application.append('logHistory', 'log-went-back', { critical: true, foundBy: 'spec', lost: { position: '9' } });
  application.pass(1);
  await application.adapters.materialStore.add({ ...material, version: 6, storedAt: application.adapters.clock.now() });
  await application.adapters.materialStore.add({ ...material, version: 7, storedAt: application.adapters.clock.now() });
  await swept();
  expect([await kept(identityId), await kept('forgotten')]).toEqual([[1, 5], [1]]);
  const settled = { lossId: 'l1', orphanId: 'forgotten', version: 1, reason: 'dead', settledBy: 'owner' };
  const found = { lossId: 'l1', stream: 'identity-forgotten', revision: 0, vaultId: material.vaultId, version: 1 };
  await application.append('logLosses', 'orphaned-value-found', {
    ...found,
    orphanId: 'forgotten',
    foundAt: '2026-03-01T09:00:00.000Z',
  });
  await application.append('logLosses', 'orphaned-value-settled', settled);
  await node.runner.round();
  expect([await kept(identityId), await kept('forgotten')]).toEqual([[1, 5], []]);
});

test('destroys nothing that no fact names while it can not be read when the log was put back, nor once that is settled', async () => {
  const { identityId } = await application.identity(node.commands);
  await copied(identityId, 'forgotten');
  // It may say that the log went back just now.
  await application.appendUnreadable('logHistory', 'log-went-back', { critical: true });
  await swept();
  expect(await kept('forgotten')).toEqual([1]);
  const settled = { damageId: 'd1', stream: 'logHistory', revision: 0, reason: 'rubbish', settledBy: 'owner' };
  await application.append('damage', 'stream-damage-settled', settled);
  await node.runner.round();
  expect([await kept('forgotten'), await kept(identityId)]).toEqual([[1], [1]]);
});
