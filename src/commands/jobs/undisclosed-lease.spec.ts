import { Rotation } from '../../../test/support/a-rotation';
import { ID } from '../../../test/support/an-identity';
import { PolicyFixture } from '../../../test/support/policy-fixture';
import { AGENT, tellRotation } from '../../../test/support/tell-rotation';
import { LeaseJob } from './lease-job';

/** A lease is a fact before its value is opened and sealed; where that fails, nothing left the server, and that is a fact too. */
let application: PolicyFixture;
let rotation: Rotation;
beforeEach(async () => {
  application = await PolicyFixture.open();
  rotation = Rotation.staged();
  await tellRotation(application, rotation);
  const { sealing, materialStore } = application.adapters;
  const secret = sealing.sealSecret('org1', 1, 'a secret of thirty-two characters');
  const keys = sealing.makeVaultKeys('org1', 'vault1', secret);
  await materialStore.addSecret(secret);
  await materialStore.putVaultKeys(keys);
  const address = { organizationId: 'org1', vaultId: 'vault1', identityId: ID };
  for (const version of [1, 2]) {
    await materialStore.add(sealing.seal({ ...address, version }, `value ${version}`, keys, secret, 0));
  }
});
afterEach(() => application.close());

const lease = (instead: Parameters<PolicyFixture['node']>[0]) =>
  application
    .node(instead)
    .then(({ commands }) =>
      commands.execute(new LeaseJob(application.as('agent'), rotation.jobOn('host1'), AGENT.agentId, 'run1')),
    );
const lastFacts = async () =>
  (await application.facts(`identity-${ID}`)).slice(-3).map(({ type, data }) => [type, data['reason'] ?? data['code']]);
const UNDONE = [
  ['keyledger.job-leased.v1', undefined],
  ['keyledger.job-cancelled.v1', 'value_not_opened'],
  ['keyledger.rotation-failed.v1', 'VALUE_NOT_OPENED'],
];

test('sealing for the agent fails: the job is over, and so is the rotation', async () => {
  const seal = () => Promise.reject(new Error('no such key'));
  await expect(lease({ jobSealing: { seal } })).rejects.toThrow('no such key');
  expect(await lastFacts()).toEqual(UNDONE);
  expect(await lease({})).toBeUndefined();
});

test('opening fails: nothing is sealed for anybody', async () => {
  const seal = jest.fn();
  const sealing = Object.create(application.adapters.sealing) as typeof application.adapters.sealing;
  sealing.open = () => {
    throw new Error('tampered with');
  };
  await expect(lease({ sealing, jobSealing: { seal } })).rejects.toThrow('tampered with');
  expect(seal).not.toHaveBeenCalled();
  expect(await lastFacts()).toEqual(UNDONE);
});

test('both go well: one lease, and the value that was sealed', async () => {
  const seal = jest.fn().mockResolvedValue({ sealed: true });
  expect(await lease({ jobSealing: { seal } })).toMatchObject({ job: { sealed: true } });
  expect(seal.mock.calls[0]?.[1]).toEqual({ value: 'value 2' });
  expect((await lastFacts()).at(-1)).toEqual(['keyledger.job-leased.v1', undefined]);
});
