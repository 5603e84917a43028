import { Rotation } from '../../../test/support/a-rotation';
import { PolicyFixture } from '../../../test/support/policy-fixture';
import { AGENT, tellRotation } from '../../../test/support/tell-rotation';
import { KeepLease } from './keep-lease';

let application: PolicyFixture;
beforeEach(async () => {
  application = await PolicyFixture.open();
});
afterEach(() => application.close());

/** A job that the agent of a host has, and has not begun. */
const leased = async () => {
  // The story begins an hour before the application does.
  const rotation = Rotation.staged().lease('host1', 60);
  await tellRotation(application, rotation);
  const jobId = rotation.jobOn('host1');
  const { leaseId = '' } = rotation.state.jobs.find((job) => job.jobId === jobId)?.lease ?? {};
  const { commands } = await application.node();
  return () => commands.execute(new KeepLease(application.as('agent'), 'start', AGENT.agentId, jobId, leaseId));
};

test('an agent that has a job begins it', async () => {
  const start = await leased();
  expect(await start()).toEqual({ leaseUntil: expect.any(String) });
});

test('one that was revoked while its word was on the way begins nothing', async () => {
  const start = await leased();
  await application.append('host-host1', 'agent-revoked', { ...AGENT, reason: 'by_person' });
  await expect(start()).rejects.toMatchObject({ refusal: { code: 'LEASE_LOST' } });
});
