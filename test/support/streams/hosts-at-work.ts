import { FindJob } from '../../../src/commands/jobs/find-job';
import type { DomainEvent } from '../../../src/kernel/event';
import { agentOf } from '../a-rotation';
import { at, ID } from '../an-identity';
import { fact } from './ground-of';
import type { Streams } from './view-of';

/** A host of organization `org1` with its one agent, and what else became of the two. */
export const hostAtWork = (hostId: string, agent: object = {}, ...more: readonly DomainEvent[]): Streams => ({
  [`host-${hostId}`]: [
    fact('host-created', { hostId, organizationId: 'org1', name: `${hostId}-name`, createdAt: at(0) }),
    fact('agent-enrolled', {
      hostId,
      organizationId: 'org1',
      agentId: agentOf(hostId),
      tokenId: 't',
      signingKey: 'signing',
      sealingKey: 'sealing',
      hostname: 'web',
      platform: 'linux',
      agentVersion: '1',
      connectors: [],
      status: 'active',
      enrolledAt: at(0),
      ...agent,
    }),
    ...more,
  ],
});

/** Finds jobs that are over among these facts of the identity, as in its stream, read backwards. */
export const findJobIn = (events: readonly DomainEvent[]): FindJob => {
  const facts = events.map((event, revision) => ({ ...event, revision }));
  const page = async (stream: string, from: number, limit: number) =>
    stream === `identity-${ID}`
      ? facts
          .filter(({ revision }) => revision <= from)
          .toReversed()
          .slice(0, limit)
      : [];
  return new FindJob({ page } as never);
};
