import { agentOf, type Rotation } from './a-rotation';
import { at, ID } from './an-identity';
import type { PolicyFixture } from './policy-fixture';

/** The agent of the host that stories of rotations are about. */
export const AGENT = { hostId: 'host1', organizationId: 'org1', agentId: agentOf('host1') };

/** States in an application what a story says, and that its host has an agent at work. */
export const tellRotation = async (application: PolicyFixture, rotation: Rotation): Promise<void> => {
  await application.append('host-host1', 'host-created', { ...AGENT, name: 'web-1', createdAt: at(0) });
  await application.append('host-host1', 'agent-enrolled', {
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
    await application.append(`identity-${ID}`, type.replace(/^keyledger\.|\.v1$/g, ''), data);
  }
};
