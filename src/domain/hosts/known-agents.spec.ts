import { given } from '../../../test/support/given-when-then';
import { grow } from '../../kernel/fold';
import type { Refusal } from '../../kernel/refusal';
import { agentIdOf, hostOfAgent } from './agent-id';
import { replaceAgentKeys, reportAgentFacts, revokeAgent } from './agents';
import { approveAgent, type Approver } from './approve-agent';
import { deleteHost } from './decide';
import { enrollAgent, type Enrollment } from './enrollment';
import type { HostEvent } from './events';
import { host, type HostState } from './state';

/** What a host knows of its agents, one by one: what one of them says or loses is no word about another. */
const NOW = '2026-03-01T12:00:00.000Z';
const END = '2026-03-01T13:00:00.000Z';
const subject = { hostId: 'h', organizationId: 'o' };
const KEYS = { signingKey: 'sign', sealingKey: 'seal' };
const FACTS = { hostname: 'web-1', platform: 'linux', agentVersion: '1', connectors: ['linux-password', 'ssh'] };
const created: HostEvent = {
  type: 'keyledger.host-created.v1',
  data: { ...subject, name: 'web-1', createdAt: NOW },
};
const issued = (tokenId: string, issuedBy = 'ann'): HostEvent => ({
  type: 'keyledger.host-join-token-issued.v1',
  data: { ...subject, tokenId, tokenHash: `#${tokenId}`, expiresAt: END, issuedBy },
});
const enrolled = (name: string, status: 'active' | 'pending_approval', more: object = {}): HostEvent => ({
  type: 'keyledger.agent-enrolled.v1',
  data: { ...subject, agentId: `h.${name}`, ...KEYS, ...FACTS, tokenId: name, status, enrolledAt: NOW, ...more },
});
const revoked = (name: string): HostEvent => ({
  type: 'keyledger.agent-revoked.v1',
  data: { ...subject, agentId: `h.${name}`, reason: 'by_person' },
});
const approved = (name: string, more: object): HostEvent => ({
  type: 'keyledger.agent-approved.v1',
  data: { ...subject, agentId: `h.${name}`, ...more },
});
const TWO = [
  created,
  issued('a'),
  issued('b', 'bob'),
  enrolled('a', 'active'),
  enrolled('b', 'pending_approval', { signingKey: 'sign-b', sealingKey: 'seal-b', hostname: 'web-2' }),
];
const known = (facts: readonly HostEvent[]) =>
  new Map(grow(host, host.initial, facts).agents.map((agent) => [agent.agentId, agent]));

test('an agent names its host', () => {
  expect(agentIdOf('h', 'a')).toBe('h.a');
  expect(hostOfAgent(agentIdOf('h', 'a'))).toBe('h');
});

describe('the answer to an enrolment that was lost is given again', () => {
  const enrol =
    (more: Partial<Enrollment>) =>
    (state: HostState): ReturnType<typeof enrollAgent> =>
      enrollAgent(state, { hostId: 'h', agentId: 'h.x', ...KEYS, ...FACTS, tokenHash: '#a', now: NOW, ...more });

  it.each<[string, Partial<Enrollment>, string]>([
    ['to the same keys', {}, 'nothing'],
    ['not to another signing key', { signingKey: 'other' }, 'UNAUTHENTICATED'],
    ['not to another sealing key, which values would be sealed to', { sealingKey: 'other' }, 'UNAUTHENTICATED'],
    ['not by the token of another agent', { tokenHash: '#b' }, 'UNAUTHENTICATED'],
    ['by its own token', { tokenHash: '#b', signingKey: 'sign-b', sealingKey: 'seal-b' }, 'nothing'],
  ])('%s', (_, how, outcome) =>
    given(host, TWO)
      .when(enrol(how))
      .then(outcome as 'nothing'),
  );

  it('a token that another one was used beside is still good', () =>
    given<HostState, HostEvent>(host, [created, issued('a'), issued('b'), enrolled('a', 'active')])
      .when(enrol({ tokenHash: '#b' }))
      .then([{ type: 'keyledger.agent-enrolled.v1', data: { agentId: 'h.x', tokenId: 'b' } }]));
});

describe('new keys', () => {
  const replace = (keys: Partial<typeof KEYS>) => (state: HostState) =>
    replaceAgentKeys(state, 'h', 'h.a', { ...KEYS, ...keys });

  it.each([{ signingKey: 'new' }, { sealingKey: 'new' }])('are new when one of them is: %j', (keys) =>
    given(host, TWO)
      .when(replace(keys))
      .then([{ type: 'keyledger.agent-keys-replaced.v1', data: { ...subject, agentId: 'h.a', ...KEYS, ...keys } }]),
  );
  it('are nothing when neither is', () => given(host, TWO).when(replace({})).then('nothing'));
  it('of nobody known are refused', () =>
    given<HostState, HostEvent>(host, [created]).when(replace({})).then('UNAUTHENTICATED'));
});

describe('what an agent says of itself', () => {
  const report = (facts: Partial<typeof FACTS>) => (state: HostState) =>
    reportAgentFacts(state, 'h', 'h.a', { ...FACTS, ...facts });

  it.each([
    { hostname: 'web-9' },
    { platform: 'darwin' },
    { agentVersion: '2' },
    { connectors: ['linux-password'] },
    { connectors: ['linux-password', 'postgres'] },
  ])('is told when this is new: %j', (facts) => {
    const told: HostEvent = {
      type: 'keyledger.agent-facts-reported.v1',
      data: { ...subject, agentId: 'h.a', ...FACTS, ...facts },
    };
    given(host, TWO).when(report(facts)).then([told]);
    const after = [...TWO, told];
    given(host, after).when(report(facts)).then('nothing');
    expect(known(after).get('h.b')).toEqual(known(TWO).get('h.b'));
    expect(known(after).get('h.a')).toEqual({ ...known(TWO).get('h.a'), ...facts });
  });
});

describe('an agent that is let in', () => {
  it.each<[string, object, object]>([
    ['with vaults in hand', { approvedBy: 'bob', forIdentities: true }, { admission: 'approved' }],
    ['without them', { approvedBy: 'bob', forIdentities: false }, { admission: 'named' }],
    ['by an approval of before, which did not say', { approvedBy: 'bob' }, { admission: 'named' }],
    ['again after it was locked, as what it was', {}, {}],
  ])('%s', (_, how, admission) => {
    const agents = known([...TWO, revoked('a'), approved('b', how)]);
    expect(agents.get('h.b')).toEqual({ ...known(TWO).get('h.b'), status: 'active', ...admission });
    expect(agents.get('h.a')?.status).toBe('revoked');
  });

  it('is judged by what identities say of it from the first, where it says who issued its token', () => {
    const state = known([created, issued('a'), enrolled('a', 'active', { tokenIssuedBy: 'ann' })]);
    expect(state.get('h.a')).toMatchObject({ tokenIssuedBy: 'ann', admission: 'named' });
    expect(known([created, enrolled('a', 'active')]).get('h.a')).not.toHaveProperty('tokenIssuedBy');
  });
});

describe('who is out', () => {
  it('is not put out again when another one is let in, or when the host goes', () => {
    const before = [...TWO, revoked('a')];
    const approver: Approver = { userId: 'cyd', issuedToken: false, owner: false, managesVaults: true };
    given(host, before)
      .when((state) => approveAgent(state, 'h', 'h.b', { approver, isNamed: true, somebodyElse: true }))
      .then([approved('b', { approvedBy: 'cyd' })]);
    const outcome = given(host, before).when((state) => deleteHost(state, 'h'));
    outcome.then([{ ...revoked('b'), data: { reason: 'host_deleted' } }, { type: 'keyledger.host-deleted.v1' }]);
  });

  it('was put out by a person, where one did', () =>
    given(host, TWO)
      .when((state) => revokeAgent(state, 'h', 'h.a'))
      .then([revoked('a')]));
});

test('what is missing to approve is named', () => {
  const approver: Approver = { userId: 'cyd', issuedToken: false, owner: false, managesVaults: false };
  const outcome = given(host, TWO).when((state) =>
    approveAgent(state, 'h', 'h.b', { approver, isNamed: true, somebodyElse: true }),
  ).outcome as Refusal;
  expect([outcome.code, outcome.extra]).toEqual(['PERMISSION_DENIED', { permission: 'pam_vaults.manage' }]);
});

test('a host that is deleted has no token any more', () => {
  const state = grow(host, host.initial, [...TWO, { type: 'keyledger.host-deleted.v1', data: subject }]);
  expect([state.status, state.tokens]).toEqual(['deleted', []]);
});
