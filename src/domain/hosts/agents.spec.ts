import { given } from '../../../test/support/given-when-then';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { lockAgent, replaceAgentKeys, reportAgentFacts, revokeAgent } from './agents';
import { approveAgent } from './approve-agent';
import { deleteHost } from './decide';
import { enrollAgent, issueJoinToken } from './enrollment';
import type { HostEvent } from './events';
import { host, type HostState } from './state';

const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 1, 12, minutes)).toISOString();
const FACTS = { hostname: 'web-1', platform: 'linux', agentVersion: '0.1.0', connectors: ['linux-password'] };
const keys = (name: string) => ({ signingKey: `sign-${name}`, sealingKey: `seal-${name}` });
const subject = { hostId: 'h', organizationId: 'o' };

type Step = (state: HostState) => readonly HostEvent[] | Refusal;

const issue =
  (name: string, minute = 0): Step =>
  (state) =>
    issueJoinToken(state, { hostId: 'h', tokenId: name, tokenHash: `#${name}`, issuedBy: 'u', now: at(minute) });
const enrol =
  (name: string, minute = 1, token = name): Step =>
  (state) =>
    enrollAgent(state, {
      hostId: 'h',
      agentId: `h.${name}`,
      ...keys(name),
      ...FACTS,
      tokenHash: `#${token}`,
      now: at(minute),
    });
const approve =
  (name: string): Step =>
  (state) =>
    approveAgent(state, 'h', `h.${name}`, {
      approver: { userId: 'other', issuedToken: false, owner: false, managesVaults: false },
      isNamed: false,
      somebodyElse: true,
    });
const revoke =
  (name: string): Step =>
  (state) =>
    revokeAgent(state, 'h', `h.${name}`);
const lock =
  (name: string): Step =>
  (state) =>
    lockAgent(state, 'h', `h.${name}`, 7);
const remove: Step = (state) => deleteHost(state, 'h');

/** The facts of a host on which all this was decided, one after the other. */
const scenario = (...steps: readonly Step[]): readonly HostEvent[] => {
  let facts: readonly HostEvent[] = [
    { type: 'keyledger.host-created.v1', data: { ...subject, name: 'web-1', createdAt: at(0) } },
  ];
  for (const step of steps) {
    const { outcome } = given(host, facts).when(step);
    if (isRefusal(outcome)) throw new Error(outcome.detail);
    facts = [...facts, ...outcome];
  }
  return facts;
};

const TWO = [issue('a'), enrol('a'), issue('b', 5), enrol('b', 6)];

describe('a join token', () => {
  it('is good for an hour', () =>
    given(host, scenario())
      .when(issue('a'))
      .then([{ type: 'keyledger.host-join-token-issued.v1', data: { tokenHash: '#a', expiresAt: at(60) } }]));

  it('is issued once', () =>
    given(host, scenario(issue('a')))
      .when(issue('a', 1))
      .then('nothing'));

  it('is not for a host that is gone', () => given(host, scenario(remove)).when(issue('a')).then('NOT_FOUND'));

  it.each<[string, readonly Step[], Step]>([
    ['nobody issued', [], enrol('a')],
    ['of another host', [issue('b')], enrol('a')],
    ['that has run out', [issue('a')], enrol('a', 60)],
    ['that was used, by other keys', [issue('a'), enrol('a')], enrol('b', 2, 'a')],
    ['that was used by an agent that is revoked', [issue('a'), enrol('a'), revoke('a')], enrol('a', 2)],
    ['of a host that is gone', [issue('a'), remove], enrol('a')],
  ])('lets nobody in: one %s', (_, before, step) =>
    given(host, scenario(...before))
      .when(step)
      .then('UNAUTHENTICATED'),
  );

  it('lets the same agent in again, whose first answer was lost', () =>
    given(host, scenario(issue('a'), enrol('a')))
      .when(enrol('a', 2))
      .then('nothing'));

  it('is forgotten once it has run out', () => {
    const facts = scenario(issue('a'), issue('b', 59), issue('c', 60));
    const tokens = given(host, facts).when((state) => {
      expect(state.tokens.map(({ tokenId }) => tokenId)).toEqual(['b', 'c']);
      return [];
    });
    tokens.then('nothing');
  });
});

describe('an agent', () => {
  it('works at once when it is the first of its host', () =>
    given(host, scenario(issue('a')))
      .when(enrol('a'))
      .then([
        {
          type: 'keyledger.agent-enrolled.v1',
          data: { ...subject, agentId: 'h.a', tokenId: 'a', status: 'active', ...keys('a'), ...FACTS },
        },
      ]));

  it.each<[string, readonly Step[]]>([
    ['is at work', [issue('a'), enrol('a')]],
    ['is revoked', [issue('a'), enrol('a'), revoke('a')]],
  ])('waits for approval on a host whose first one %s', (_, before) =>
    given(host, scenario(...before, issue('b', 5)))
      .when(enrol('b', 6))
      .then([{ type: 'keyledger.agent-enrolled.v1', data: { agentId: 'h.b', status: 'pending_approval' } }]),
  );

  it('takes the place of the one before when it is approved, and of every other that waits', () =>
    given(host, scenario(...TWO, issue('c', 7), enrol('c', 8)))
      .when(approve('b'))
      .then([
        { type: 'keyledger.agent-revoked.v1', data: { agentId: 'h.a', reason: 'replaced' } },
        { type: 'keyledger.agent-revoked.v1', data: { agentId: 'h.c', reason: 'replaced' } },
        { type: 'keyledger.agent-approved.v1', data: { agentId: 'h.b' } },
      ]));

  it('is locked, and let in again by a person', () =>
    given(host, scenario(issue('a'), enrol('a'), lock('a')))
      .when(approve('a'))
      .then([{ type: 'keyledger.agent-approved.v1', data: { agentId: 'h.a' } }]));

  it('goes with its host', () =>
    given(host, scenario(...TWO))
      .when(remove)
      .then([
        { type: 'keyledger.agent-revoked.v1', data: { agentId: 'h.a', reason: 'host_deleted' } },
        { type: 'keyledger.agent-revoked.v1', data: { agentId: 'h.b', reason: 'host_deleted' } },
        { type: 'keyledger.host-deleted.v1' },
      ]));

  it.each<[string, readonly Step[], Step, string]>([
    ['approving one at work', [issue('a'), enrol('a')], approve('a'), 'nothing'],
    ['approving a revoked one', [issue('a'), enrol('a'), revoke('a')], approve('a'), 'CONFLICT'],
    ['approving nobody', [], approve('a'), 'NOT_FOUND'],
    ['revoking twice', [issue('a'), enrol('a'), revoke('a')], revoke('a'), 'nothing'],
    ['revoking nobody', [], revoke('a'), 'NOT_FOUND'],
    ['revoking on a host that is gone', [...TWO, remove], revoke('a'), 'NOT_FOUND'],
    ['locking twice', [issue('a'), enrol('a'), lock('a')], lock('a'), 'nothing'],
    ['locking a revoked one', [issue('a'), enrol('a'), revoke('a')], lock('a'), 'UNAUTHENTICATED'],
    ['locking one that waits', TWO, lock('b'), 'UNAUTHENTICATED'],
  ])('%s: %s', (_, before, step, outcome) =>
    given(host, scenario(...before))
      .when(step)
      .then(outcome as 'nothing'),
  );

  it('has new keys, once', () => {
    const replace: Step = (state) => replaceAgentKeys(state, 'h', 'h.a', keys('new'));
    const before = scenario(issue('a'), enrol('a'));
    given(host, before)
      .when(replace)
      .then([{ type: 'keyledger.agent-keys-replaced.v1', data: keys('new') }]);
    given(host, [...before, ...scenario(issue('a'), enrol('a'), replace).slice(3)])
      .when(replace)
      .then('nothing');
    given(host, scenario(issue('a'), enrol('a'), lock('a')))
      .when(replace)
      .then('UNAUTHENTICATED');
  });

  it('says what is new of itself, and nothing twice', () => {
    const newer = { ...FACTS, agentVersion: '0.2.0' };
    const before = given(host, scenario(issue('a'), enrol('a')));
    before.when((state) => reportAgentFacts(state, 'h', 'h.a', FACTS)).then('nothing');
    before
      .when((state) => reportAgentFacts(state, 'h', 'h.a', newer))
      .then([{ type: 'keyledger.agent-facts-reported.v1', data: newer }]);
  });
});
