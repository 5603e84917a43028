import { history, ON_HOSTS, ID } from '../../../test/support/an-identity';
import { identity } from '../../domain/identities/evolve';
import type { JobLeased } from '../../domain/jobs/events';
import { grow } from '../../kernel/fold';
import { orderOf } from './job-leased';

/** What an agent reads of a job: whose account is to be set where, by which lease, until when; and never a value. */
const leased = {
  identityId: ID,
  identityGroupId: 'vault1',
  organizationId: 'org1',
  jobId: `${ID}.j`,
  leaseId: 'lease',
  agentId: 'host1.agent',
  hostId: 'host1',
  type: 'set',
  version: 2,
  attempt: 1,
} as JobLeased['data'];
const order = (settings: object) => {
  const state = grow(identity, identity.initial, history(settings));
  return orderOf(state, leased, '2026-03-01T10:00:00.000Z', '2026-03-01T09:00:00.000Z');
};
const said = {
  v: 1,
  jobId: `${ID}.j`,
  leaseId: 'lease',
  agentId: 'host1.agent',
  hostId: 'host1',
  identityId: ID,
  type: 'set',
  version: 2,
  attempt: 1,
  issuedAt: '2026-03-01T09:00:00.000Z',
  notAfter: '2026-03-01T10:00:00.000Z',
};

test.each<[string, object, object]>([
  ['by its connector', ON_HOSTS, { connector: 'linux-password', username: 'billing', settings: {} }],
  [
    'with what the connector needs to know',
    { ...ON_HOSTS, connectorSettings: { port: 2222 } },
    { connector: 'linux-password', username: 'billing', settings: { port: 2222 } },
  ],
  ['by none', {}, { connector: '', username: 'billing', settings: {} }],
])('an account %s', (_, settings, target) => {
  expect(order(settings)).toEqual({ ...said, target });
});
