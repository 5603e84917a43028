import { Rotation } from '../../../test/support/a-rotation';
import { ID } from '../../../test/support/an-identity';
import { PolicyFixture } from '../../../test/support/policy-fixture';
import { AGENT, tellRotation } from '../../../test/support/tell-rotation';
import { LeaseJob } from './lease-job';

let application: PolicyFixture;
beforeEach(async () => {
  application = await PolicyFixture.open();
});
afterEach(() => application.close());

test('a job whose value is not there is over at the first asking: it must not stand before all others of its host', async () => {
  const rotation = Rotation.staged();
  await tellRotation(application, rotation);
  const { commands } = await application.node();
  const ask = () =>
    commands.execute(new LeaseJob(application.as('agent'), rotation.jobOn('host1'), AGENT.agentId, 'run1'));
  await expect(ask()).rejects.toThrow('lacks version 2');
  const [cancelled, failed] = (await application.facts(`identity-${ID}`)).slice(-2);
  expect(cancelled).toMatchObject({ type: 'keyledger.job-cancelled.v1', data: { reason: 'value_not_opened' } });
  expect(failed).toMatchObject({ type: 'keyledger.rotation-failed.v1', data: { code: 'VALUE_NOT_OPENED' } });
  expect(await ask()).toBeUndefined();
});
