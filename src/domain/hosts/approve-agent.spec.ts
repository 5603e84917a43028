import { given } from '../../../test/support/given-when-then';
import { grow } from '../../kernel/fold';
import { approveAgent, type AgentApproval, type Approver } from './approve-agent';
import { lockAgent } from './agents';
import { enrollAgent } from './enrollment';
import type { HostEvent } from './events';
import { host } from './state';

/** Who is handed values is let in by two persons: who issued the join token, and who approves. */
const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 1, 12, minutes)).toISOString();
const subject = { hostId: 'h', organizationId: 'o' };
const agent = (name: string) => ({
  agentId: `h.${name}`,
  signingKey: `sign-${name}`,
  sealingKey: `seal-${name}`,
  hostname: 'web-1',
  platform: 'linux',
  agentVersion: '1',
  connectors: [],
});
const issued = (name: string, issuedBy: string): HostEvent => ({
  type: 'keyledger.host-join-token-issued.v1',
  data: { ...subject, tokenId: name, tokenHash: `#${name}`, expiresAt: at(60), issuedBy },
});
const told: readonly HostEvent[] = [
  { type: 'keyledger.host-created.v1', data: { ...subject, name: 'web-1', createdAt: at(0) } },
  issued('a', 'ann'),
  issued('b', 'bob'),
];
const enrolled = (name: string, status: 'active' | 'pending_approval', tokenIssuedBy?: string): HostEvent => ({
  type: 'keyledger.agent-enrolled.v1',
  data: {
    ...subject,
    ...agent(name),
    tokenId: name,
    status,
    enrolledAt: at(1),
    ...(tokenIssuedBy === undefined ? {} : { tokenIssuedBy }),
  },
});
const waiting = [...told, enrolled('a', 'active', 'ann'), enrolled('b', 'pending_approval', 'bob')];

const SOMEBODY: Approver = { userId: 'cyd', issuedToken: false, owner: false, managesVaults: false };
const approval = (approver: Partial<Approver>, more: Partial<AgentApproval> = {}): AgentApproval => ({
  approver: { ...SOMEBODY, ...approver },
  isNamed: true,
  somebodyElse: true,
  ...more,
});
test.each<[string, AgentApproval, string | { forIdentities: boolean; ownToken?: boolean; reason?: string }]>([
  ['somebody who manages vaults', approval({ managesVaults: true }), { forIdentities: true }],
  ['somebody who does not, with identities there', approval({}), 'PERMISSION_DENIED'],
  ['somebody who does not, with none there', approval({}, { isNamed: false }), { forIdentities: false }],
  ['who issued the token', approval({ issuedToken: true, managesVaults: true }), 'SELF_APPROVAL'],
  ['who issued it, with none there', approval({ issuedToken: true }, { isNamed: false }), 'SELF_APPROVAL'],
  [
    'who issued it, with a reason, and no owner',
    approval({ issuedToken: true, managesVaults: true }, { somebodyElse: false, reason: 'alone' }),
    'SELF_APPROVAL',
  ],
  [
    'an owner who issued it, while somebody else could',
    approval({ issuedToken: true, managesVaults: true, owner: true }, { reason: 'alone' }),
    'SELF_APPROVAL',
  ],
  [
    'an owner who issued it, alone, without a reason',
    approval({ issuedToken: true, managesVaults: true, owner: true }, { somebodyElse: false }),
    'SELF_APPROVAL',
  ],
  [
    'an owner who issued it, alone, with a reason',
    approval({ issuedToken: true, managesVaults: true, owner: true }, { somebodyElse: false, reason: 'alone' }),
    { forIdentities: true, ownToken: true, reason: 'alone' },
  ],
])('one that waits is approved by %s', (_, how, outcome) => {
  const decided = given(host, waiting).when((state) => approveAgent(state, 'h', 'h.b', how));
  if (typeof outcome === 'string') return decided.then(outcome);
  const approvedBy = how.approver.userId;
  return decided.then([
    { type: 'keyledger.agent-revoked.v1', data: { ...subject, agentId: 'h.a', reason: 'replaced' } },
    {
      type: 'keyledger.agent-approved.v1',
      data: { ...subject, agentId: 'h.b', approvedBy, severity: 'critical', ...outcome },
    },
  ]);
});

test('one that is let in again after it was locked is no new one', () => {
  const facts = [...told, enrolled('a', 'active', 'ann')];
  const locked = given(host, facts).when((state) => lockAgent(state, 'h', 'h.a', 7)).outcome as readonly HostEvent[];
  given(host, [...facts, ...locked])
    .when((state) => approveAgent(state, 'h', 'h.a', approval({ issuedToken: true })))
    .then([{ type: 'keyledger.agent-approved.v1', data: { ...subject, agentId: 'h.a' } }]);
});

test.each([
  [true, 'pending_approval'],
  [false, 'active'],
] as const)('the first agent of a host that identities name (%s) is %s', (isNamed, status) =>
  given(host, told)
    .when((state) => enrollAgent(state, { ...agent('b'), hostId: 'h', tokenHash: '#b', isNamed, now: at(2) }))
    .then([{ type: 'keyledger.agent-enrolled.v1', data: { status, tokenIssuedBy: 'bob' } }]),
);

test('the token that was used tells who issued it, also of an agent that came before that was written down', () => {
  const state = grow(host, host.initial, [...told, enrolled('b', 'pending_approval')]);
  expect(state.agents[0]).toMatchObject({ tokenIssuedBy: 'bob' });
  expect(state.agents[0]?.admission).toBeUndefined();
});
