import { agentOf, Rotation } from '../../../test/support/a-rotation';
import { at, ID } from '../../../test/support/an-identity';
import { PolicyHouse } from '../../../test/support/policy-house';
import { KeepLease } from './keep-lease';

let house: PolicyHouse;
beforeEach(async () => {
  house = await PolicyHouse.open();
});
afterEach(() => house.close());

const AGENT = { hostId: 'host1', organizationId: 'org1', agentId: agentOf('host1') };

/** A job that the agent of a host has, and has not begun. */
const leased = async () => {
  // The story begins an hour before the house does.
  const rotation = Rotation.staged().lease('host1', 60);
  await house.append('host-host1', 'host-created', { ...AGENT, name: 'web-1', createdAt: at(0) });
  await house.append('host-host1', 'agent-enrolled', {
    ...AGENT,
    signingKey: 'signing',
    sealingKey: 'sealing',
    hostname: 'web-1',
    platform: 'linux',
    agentVersion: '1',
    connectors: ['linux-password'],
    tokenId: 'token',
    status: 'active',
    enrolledAt: at(0),
  });
  for (const { type, data } of rotation.facts) {
    await house.append(`identity-${ID}`, type.replace(/^keyledger\.|\.v1$/g, ''), data);
  }
  const jobId = rotation.jobOn('host1');
  const { leaseId = '' } = rotation.state.jobs.find((job) => job.jobId === jobId)?.lease ?? {};
  const { commands } = await house.node();
  return () => commands.execute(new KeepLease(house.as('agent'), 'start', AGENT.agentId, jobId, leaseId));
};

test('an agent that has a job begins it', async () => {
  const start = await leased();
  expect(await start()).toEqual({ leaseUntil: expect.any(String) });
});

test('one that was revoked while its word was on the way begins nothing', async () => {
  const start = await leased();
  await house.append('host-host1', 'agent-revoked', { ...AGENT, reason: 'by_person' });
  await expect(start()).rejects.toMatchObject({ refusal: { code: 'LEASE_LOST' } });
});
