import { EARLIER } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import type { Streams } from '../../../test/support/streams/view-of';
import { activeAgents, agentsToAdmit } from './active-agents';

const enrolled = (hostId: string, status: string, more: object) =>
  fact('agent-enrolled', {
    hostId,
    organizationId: 'o',
    agentId: `${hostId}.a`,
    tokenId: 't',
    signingKey: 'sign',
    sealingKey: 'seal',
    hostname: 'web-1',
    platform: 'linux',
    agentVersion: '1',
    connectors: [],
    status,
    enrolledAt: EARLIER,
    ...more,
  });

test('the agents at work on hosts, and those of them that may be let in with an identity that comes back', async () => {
  const of = (hostId: string, status: string, more: object): Streams[string] => [
    fact('host-created', { hostId, organizationId: 'o', name: hostId, createdAt: EARLIER }),
    enrolled(hostId, status, more),
  ];
  const approved = { hostId: 'd', organizationId: 'o', agentId: 'd.a', approvedBy: 'bob', forIdentities: true };
  const ground = new Ground({
    'host-a': of('a', 'active', {}),
    'host-b': of('b', 'pending_approval', {}),
    'host-c': of('c', 'active', { tokenIssuedBy: 'ann' }),
    'host-d': [...of('d', 'pending_approval', { tokenIssuedBy: 'ann' }), fact('agent-approved', approved)],
    'host-e': [...of('e', 'active', {}), fact('host-deleted', { hostId: 'e', organizationId: 'o' })],
  });
  const view = await ground.reader.fresh();
  const all = ['a', 'b', 'c', 'd', 'e', 'x'];
  const on = (...ids: readonly string[]) => ids.map((hostId) => ({ hostId, agentId: `${hostId}.a` }));
  expect(await activeAgents(view, all)).toEqual(on('a', 'c', 'd'));
  expect(await agentsToAdmit(view, all, false)).toEqual(on('d'));
  expect(await agentsToAdmit(view, all, true)).toEqual(on('c', 'd'));
});
