import { EARLIER } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES, type APerson } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import { ApproveAgent, ApproveAgentHandler } from './approve-agent';
import { ChangeAgents } from './change-agents';
import { OtherApprovers } from './other-approvers';

/** An agent is let in by a second person, who manages vaults where identities are on its host. */
const BOTH = ['hosts.manage_users', 'pam_vaults.manage'] as const;
const PEOPLE: Readonly<Record<string, APerson>> = {
  issuer: { here: BOTH },
  both: { here: BOTH },
  hosts: { here: ['hosts.manage_users'] },
  vaults: { here: ['pam_vaults.manage'] },
  boss: { owner: true },
  robot: { machine: true, here: BOTH },
  stranger: {},
};
const agent = (name: string, status: string, tokenIssuedBy?: string) =>
  fact('agent-enrolled', {
    hostId: 'h',
    organizationId: 'o',
    agentId: `h.${name}`,
    signingKey: 'sign',
    sealingKey: 'seal',
    hostname: 'web',
    platform: 'linux',
    agentVersion: '1',
    connectors: [],
    tokenId: name,
    status,
    enrolledAt: EARLIER,
    ...(tokenIssuedBy === undefined ? {} : { tokenIssuedBy }),
  });
const NAMED: Streams = {
  'hostMembers-h': [fact('host-member-reserved', { organizationId: 'o', hostId: 'h', identityId: 'i' })],
};
const approve = async (
  who: string,
  how: { issuedBy?: string | undefined; streams?: Streams; reason?: string } = {},
  people = PEOPLE,
) => {
  const { streams = NAMED, reason } = how;
  const issuedBy = 'issuedBy' in how ? how.issuedBy : 'issuer';
  const created = fact('host-created', { hostId: 'h', organizationId: 'o', name: 'web', createdAt: EARLIER });
  const host = [created, agent('old', 'active'), agent('new', 'pending_approval', issuedBy)];
  const ground = new Ground(peopleOf(people, { ...PLACES, 'host-h': host, ...streams }));
  const forgotten: string[] = [];
  const forget = async (agentId: string) => void forgotten.push(agentId);
  const find = async () => Object.keys(people).map((id) => ({ id }));
  const others = new OtherApprovers({ readModel: () => ({ find }) } as never, { waitFor: async () => true } as never);
  const handler = new ApproveAgentHandler(new ChangeAgents(ground.deciding, { forget } as never), others);
  const command = new ApproveAgent(ground.as(who), 'h', 'h.new', reason);
  return { ...(await ground.when(() => handler.execute(command))), forgotten };
};
const told = (approvedBy: string, more: object = {}) => [
  ['host-h', 'agent-revoked', { hostId: 'h', organizationId: 'o', agentId: 'h.old', reason: 'replaced' }],
  [
    'host-h',
    'agent-approved',
    {
      hostId: 'h',
      organizationId: 'o',
      agentId: 'h.new',
      approvedBy,
      forIdentities: true,
      severity: 'critical',
      ...more,
    },
  ],
];

test.each(['both', 'boss'])(
  '%s lets one in that somebody else invited: what was known of both is forgotten',
  async (who) => {
    const { facts, forgotten, answer } = await approve(who, { reason: 'new disk' });
    expect(facts).toEqual(told(who, { reason: 'new disk' }));
    expect([forgotten, answer]).toEqual([['h.old', 'h.new'], { id: 'h.new', position: '0002' }]);
  },
);

test('where no identity is, who manages hosts lets one in, for none', async () => {
  expect((await approve('hosts', { streams: {} })).facts).toEqual(told('hosts', { forIdentities: false }));
});

test.each<[string, string, string]>([
  ['who manages hosts alone, with identities there', 'hosts', 'PERMISSION_DENIED'],
  ['who manages vaults alone', 'vaults', 'PERMISSION_DENIED'],
  ['a machine', 'robot', 'PERMISSION_DENIED'],
  ['who issued its token', 'issuer', 'SELF_APPROVAL'],
  ['somebody from whom the host is hidden', 'stranger', 'NOT_FOUND'],
])('%s does not, and that is told', async (_, who, code) => {
  const { refused, facts, forgotten } = await approve(who, { reason: 'new disk' });
  const data = { organizationId: 'o', hostId: 'h', agentId: 'h.new', code };
  expect([refused, facts, forgotten]).toEqual([code, [['denied-o', 'agent-approve-refused', data]], []]);
});

const emailed = (userId: string, email: string) => ({
  [`user-${userId}`]: [
    fact('user-created', { userId, email, support: false, createdAt: EARLIER }),
    fact('user-roles-assigned', { userId, roles: [{ roleId: 'both-o', organizationId: 'o' }] }),
  ],
});
const token = fact('token-made', {
  userId: 'robot',
  tokenId: 't',
  hash: '#',
  createdBy: 'both',
  createdAt: EARLIER,
  expiresAt: EARLIER,
});

test.each<[string, string | undefined, Streams]>([
  ['under another account of one e-mail', 'twin', { ...NAMED, ...emailed('twin', 'BOTH@x.org') }],
  ['by a machine whose token that one made', 'robot', { ...NAMED, 'user-robot': [token] }],
  ['as far as anybody knows', undefined, NAMED],
])('who issued its token is no second person %s', async (_, issuedBy, streams) => {
  expect((await approve('both', { issuedBy, streams })).refused).toBe('SELF_APPROVAL');
});

test('a machine of somebody else is', async () => {
  const streams = { ...NAMED, 'user-robot': [token] };
  expect((await approve('boss', { issuedBy: 'robot', streams })).facts).toEqual(told('boss'));
});

test('an owner who issued the token lets it in, with a reason, where nobody else could', async () => {
  const alone = { boss: { owner: true }, hosts: { here: ['hosts.manage_users'] as const } } satisfies Record<
    string,
    APerson
  >;
  const own = { issuedBy: 'boss', reason: 'nobody else' };
  expect((await approve('boss', own, alone)).facts).toEqual(told('boss', { ownToken: true, reason: 'nobody else' }));
  expect((await approve('boss', { issuedBy: 'boss' }, alone)).refused).toBe('SELF_APPROVAL');
  expect((await approve('boss', own)).refused).toBe('SELF_APPROVAL');
  const bare = { ...own, streams: {} };
  expect((await approve('boss', bare, alone)).refused).toBe('SELF_APPROVAL');
});
