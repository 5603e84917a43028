import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import { plusMinutes } from '../../kernel/time';
import { Membership } from '../organizations/membership';
import { ChangeAgents } from './change-agents';
import { CreateHost, CreateHostHandler } from './create-host';
import { DeleteHost, DeleteHostHandler } from './delete-host';
import { EnrollAgent, EnrollAgentHandler } from './enroll-agent';
import { IssueJoinToken, IssueJoinTokenHandler } from './issue-join-token';
import { LockAgent, LockAgentHandler } from './lock-agent';
import { RenameHost, RenameHostHandler } from './rename-host';
import { RepeatJoinToken, RepeatJoinTokenHandler } from './repeat-join-token';
import { ReplaceAgentKeys, ReplaceAgentKeysHandler } from './replace-agent-keys';
import { ReportAgentFacts, ReportAgentFactsHandler } from './report-agent-facts';
import { RevokeAgent, RevokeAgentHandler } from './revoke-agent';

const subject = { hostId: 'h', organizationId: 'o' };
const keys = { signingKey: 'sign', sealingKey: 'seal' };
const facts = { hostname: 'web-1', platform: 'linux', agentVersion: '1', connectors: ['linux-local'] };
const enrolled = (unique: string, status = 'active', more: object = {}) =>
  fact('agent-enrolled', {
    ...subject,
    agentId: `h.${unique}`,
    tokenId: 't',
    ...keys,
    ...facts,
    status,
    enrolledAt: EARLIER,
    ...more,
  });
const token = (tokenId: string, more: object = {}) =>
  fact('host-join-token-issued', {
    ...subject,
    tokenId,
    tokenHash: `#${tokenId}`,
    expiresAt: LATER,
    issuedBy: 'ann',
    ...more,
  });
const made = fact('host-created', { ...subject, name: 'web', createdAt: EARLIER });
const STREAMS = peopleOf(
  { operator: { here: ['hosts.manage_users'] }, viewer: { here: ['pam_vaults.view'] }, stranger: {} },
  {
    ...PLACES,
    'organizationMembers-o': [
      fact('organization-member-reserved', { organizationId: 'o', kind: 'host', memberId: 'h' }),
    ],
    'host-h': [made],
    'host-gone': [made, fact('host-deleted', subject)],
  },
);

/** `secret of <host>.<token>` and its hash, as a join token is read. */
const tokenOf = (hostId: string, tokenId: string) => ({ token: `${hostId}.${tokenId}`, tokenHash: `#${tokenId}` });
const readToken = (text: string) => {
  const [hostId = '', tokenId] = text.split('.');
  return tokenId === undefined ? undefined : { hostId, tokenHash: `#${tokenId}` };
};
const joinTokens = { of: tokenOf, again: tokenOf, read: readToken } as never;
const forgotten: string[] = [];
const presence = { forget: async (agentId: string) => void forgotten.push(agentId) } as never;

const COMMANDS = {
  create: (g: Ground, who: string, organizationId: string) =>
    new CreateHostHandler(g.deciding, g.recording, g.refusals, new Membership(g.deciding)).execute(
      new CreateHost(g.as(who), organizationId, 'New'),
    ),
  rename: (g: Ground, who: string, id: string, name?: string, seen?: number) =>
    new RenameHostHandler(g.deciding).execute(new RenameHost(g.as(who), id, name, seen)),
  delete: (g: Ground, who: string, id: string, seen?: number) =>
    new DeleteHostHandler(g.deciding, new Membership(g.deciding)).execute(new DeleteHost(g.as(who), id, seen)),
  issue: (g: Ground, who: string, id: string) =>
    new IssueJoinTokenHandler(g.deciding, joinTokens).execute(new IssueJoinToken(g.as(who), id)),
  repeat: (g: Ground, who: string, id: string, tokenId: string) =>
    new RepeatJoinTokenHandler(g.recording, joinTokens).execute(new RepeatJoinToken(g.as(who), id, tokenId)),
  enroll: (g: Ground, who: string, text: string) =>
    new EnrollAgentHandler(g.deciding, joinTokens).execute(new EnrollAgent(g.as(who), text, keys, facts)),
  revoke: (g: Ground, who: string, id: string, agentId: string) =>
    new RevokeAgentHandler(new ChangeAgents(g.deciding, presence)).execute(new RevokeAgent(g.as(who), id, agentId)),
  lock: (g: Ground, who: string, agentId: string) =>
    new LockAgentHandler(g.deciding).execute(new LockAgent(g.as(who), agentId, 7)),
  replaceKeys: (g: Ground, who: string, agentId: string) =>
    new ReplaceAgentKeysHandler(g.deciding).execute(
      new ReplaceAgentKeys(g.as(who), agentId, { ...keys, signingKey: 'new' }),
    ),
  report: (g: Ground, who: string, agentId: string) =>
    new ReportAgentFactsHandler(g.deciding).execute(
      new ReportAgentFacts(g.as(who), agentId, { ...facts, agentVersion: '2' }),
    ),
};

type Args = readonly (string | number | undefined)[];
const run = (command: keyof typeof COMMANDS, who: string, args: Args, more: Streams = {}) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const asked = COMMANDS[command] as (g: Ground, who: string, ...rest: Args) => Promise<unknown>;
  return ground.when(() => asked(ground, who, ...args));
};
const h = (...events: Streams[string]): Streams => ({ 'host-h': [made, ...events] });
const member = { organizationId: 'o', kind: 'host' };
const issued = {
  ...subject,
  tokenId: 'new1',
  tokenHash: '#new1',
  expiresAt: plusMinutes(NOW, 60),
  issuedBy: 'operator',
};
const named = { 'hostMembers-h': [fact('host-member-reserved', { ...subject, identityId: 'i' })] };
const agent = { ...subject, agentId: 'h.a' };
const arrived = (status: string, tokenIssuedBy = 'ann'): Told => [
  'host-h',
  'agent-enrolled',
  { ...subject, agentId: 'h.new1', tokenId: 't', ...keys, ...facts, status, enrolledAt: NOW, tokenIssuedBy },
];
const answered = (status: string, agentId = 'h.new1') => ({ agentId, hostId: 'h', hostName: 'web', status });

test.each<[keyof typeof COMMANDS, Args, Streams, unknown, readonly Told[]]>([
  [
    'create',
    ['o'],
    {},
    { id: 'new1', position: '0002' },
    [
      ['organizationMembers-o', 'organization-member-reserved', { ...member, memberId: 'new1' }],
      ['host-new1', 'host-created', { hostId: 'new1', organizationId: 'o', name: 'New', createdAt: NOW }],
    ],
  ],
  [
    'rename',
    ['h', 'db', 0],
    {},
    { id: 'h', position: '0001' },
    [['host-h', 'host-renamed', { ...subject, name: 'db' }]],
  ],
  ['rename', ['h'], {}, { id: 'h', position: '0000' }, []],
  [
    'delete',
    ['h', 0],
    {},
    { id: 'h', position: '0002' },
    [
      ['hostMembers-h', 'host-members-closed', subject],
      ['host-h', 'host-deleted', subject],
      ['organizationMembers-o', 'organization-member-released', { ...member, memberId: 'h' }],
    ],
  ],
  [
    'issue',
    ['h'],
    {},
    { tokenId: 'new1', token: 'h.new1', expiresAt: plusMinutes(NOW, 60), position: '0001' },
    [['host-h', 'host-join-token-issued', issued]],
  ],
  ['repeat', ['h', 't'], h(token('t')), { token: 'h.t', expiresAt: LATER }, []],
  ['enroll', ['h.t'], h(token('t')), answered('active'), [arrived('active')]],
  ['enroll', ['h.t'], { ...h(token('t')), ...named }, answered('pending_approval'), [arrived('pending_approval')]],
  [
    'enroll',
    ['h.t'],
    h(token('s'), token('t'), enrolled('a', 'active', { tokenId: 's' })),
    answered('pending_approval'),
    [arrived('pending_approval')],
  ],
  ['enroll', ['h.t'], h(token('t'), enrolled('a')), answered('active', 'h.a'), []],
  [
    'enroll',
    ['h.t'],
    h(token('t'), enrolled('a'), fact('agent-locked', { ...agent, sequence: 1 })),
    answered('pending_approval', 'h.a'),
    [],
  ],
  [
    'revoke',
    ['h', 'h.a'],
    h(enrolled('a')),
    { id: 'h.a', position: '0001' },
    [['host-h', 'agent-revoked', { ...agent, reason: 'by_person' }]],
  ],
  [
    'lock',
    ['h.a'],
    h(enrolled('a')),
    { id: 'h.a', position: '0001' },
    [['host-h', 'agent-locked', { ...agent, sequence: 7 }]],
  ],
  [
    'replaceKeys',
    ['h.a'],
    h(enrolled('a')),
    { id: 'h.a', position: '0001' },
    [['host-h', 'agent-keys-replaced', { ...agent, ...keys, signingKey: 'new' }]],
  ],
  [
    'report',
    ['h.a'],
    h(enrolled('a')),
    { id: 'h.a', position: '0001' },
    [['host-h', 'agent-facts-reported', { ...agent, ...facts, agentVersion: '2' }]],
  ],
])('%s %j', async (command, args, more, answer, told) => {
  expect(await run(command, 'operator', args, more)).toEqual({ answer, facts: told });
});

const used = h(token('t'), enrolled('a', 'active', { signingKey: 'other' }));
test.each<[keyof typeof COMMANDS, string, Args, Streams, string, string | undefined, object?]>([
  ['create', 'viewer', ['o'], {}, 'PERMISSION_DENIED', 'host-create', { organizationId: 'o', name: 'New' }],
  ['create', 'stranger', ['o'], {}, 'NOT_FOUND', 'host-create', { organizationId: 'o', name: 'New' }],
  ['create', 'operator', ['x'], {}, 'NOT_FOUND', undefined],
  ['rename', 'viewer', ['h', 'db'], {}, 'PERMISSION_DENIED', 'host-rename', subject],
  ['rename', 'stranger', ['h', 'db'], {}, 'NOT_FOUND', 'host-rename', subject],
  ['rename', 'operator', ['h', 'db', 3], {}, 'PRECONDITION_FAILED', 'host-rename', subject],
  ['rename', 'operator', ['x', 'db'], {}, 'NOT_FOUND', undefined],
  ['rename', 'operator', ['gone', 'db'], {}, 'NOT_FOUND', 'host-rename', { ...subject, hostId: 'gone' }],
  ['delete', 'viewer', ['h'], {}, 'PERMISSION_DENIED', 'host-delete', subject],
  ['delete', 'operator', ['h', 3], {}, 'PRECONDITION_FAILED', 'host-delete', subject],
  ['delete', 'operator', ['h'], named, 'HOST_IN_USE', 'host-delete', subject],
  ['issue', 'viewer', ['h'], {}, 'PERMISSION_DENIED', 'host-join-token-issue', subject],
  ['repeat', 'viewer', ['h', 't'], h(token('t')), 'PERMISSION_DENIED', 'host-join-token-issue', subject],
  ['repeat', 'operator', ['h', 'x'], h(token('t')), 'NOT_FOUND', 'host-join-token-issue', subject],
  ['repeat', 'operator', ['h', 't'], h(token('t', { expiresAt: NOW })), 'NOT_FOUND', 'host-join-token-issue', subject],
  ['repeat', 'operator', ['h', 't'], used, 'NOT_FOUND', 'host-join-token-issue', subject],
  ['enroll', '', ['nonsense'], {}, 'UNAUTHENTICATED', undefined],
  ['enroll', '', ['h.x'], h(token('t')), 'UNAUTHENTICATED', undefined],
  ['enroll', '', ['h.t'], used, 'UNAUTHENTICATED', 'agent-enroll', subject],
  ['enroll', '', ['h.t'], h(token('t', { expiresAt: NOW })), 'UNAUTHENTICATED', 'agent-enroll', subject],
  ['revoke', 'viewer', ['h', 'h.a'], h(enrolled('a')), 'PERMISSION_DENIED', 'agent-revoke', agent],
  ['revoke', 'operator', ['h', 'h.x'], h(enrolled('a')), 'NOT_FOUND', 'agent-revoke', { ...agent, agentId: 'h.x' }],
  ['lock', '', ['h.a'], h(enrolled('a', 'pending_approval')), 'UNAUTHENTICATED', undefined],
  ['replaceKeys', '', ['h.x'], h(enrolled('a')), 'UNAUTHENTICATED', undefined],
  ['report', '', ['x.a'], {}, 'UNAUTHENTICATED', undefined],
])('%s by %s %j is refused: %#', async (command, who, args, more, code, noun, ...[data]) => {
  const happened = await run(command, who, args, more);
  expect(happened.refused).toBe(code);
  expect(happened.facts).toEqual(noun === undefined ? [] : [['denied-o', `${noun}-refused`, { ...data, code }]]);
});

test('who is put out by a person is not seen any more', async () => {
  forgotten.length = 0;
  await run('revoke', 'operator', ['h', 'h.a'], h(enrolled('a')));
  await run(
    'revoke',
    'operator',
    ['h', 'h.a'],
    h(enrolled('a'), fact('agent-revoked', { ...agent, reason: 'by_person' })),
  );
  expect(forgotten).toEqual(['h.a']);
});
