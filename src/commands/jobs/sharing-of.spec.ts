import { fact } from '../../../test/support/streams/ground-of';
import { viewOf, type Streams } from '../../../test/support/streams/view-of';
import { identity } from '../../domain/identities/evolve';
import { grow } from '../../kernel/fold';
import { sharingOf } from './sharing-of';

/** Of two identities whose account is one the later one stands still; of claims those count that still hold. */
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const TARGET = { machine: 'm', port: 5432, name: 'root' };

const made = (identityId: string, hostIds: readonly string[], created: number, more: object = {}) => {
  const subject = { identityId, identityGroupId: 'v', organizationId: 'o', ...more };
  const sessions = { allowConcurrentCheckout: false, maxConcurrentSessions: 1 };
  const settings = { name: `${identityId}-name`, username: 'root', credentialType: 'password', rotateAfterUse: false };
  const data = { ...subject, ...settings, ...sessions, hostIds, credentialVersion: 1, createdAt: at(created) };
  return fact('identity-created', data);
};
const found = (identityId: string, hostId: string, target: object) =>
  fact('job-result-recorded', {
    identityId,
    identityGroupId: 'v',
    organizationId: 'o',
    jobId: `${identityId}.j`,
    hostId,
    type: 'verify',
    purpose: 'verification',
    version: 1,
    agentId: `${hostId}.a`,
    outcome: 'confirmed',
    late: false,
    recordedAt: at(30),
    target,
  });
const stopped = (identityId: string, hostId: string) =>
  fact('host-account-shared', {
    identityId,
    identityGroupId: 'v',
    organizationId: 'o',
    hostId,
    stopped: true,
    foundAt: at(30),
  });
const gone = (identityId: string) =>
  fact('identity-deleted', { identityId, identityGroupId: 'v', organizationId: 'o', deletedAt: at(40) });

const host = (hostId: string, enrolled: number, ...more: readonly ReturnType<typeof fact>[]): Streams => ({
  [`host-${hostId}`]: [
    fact('host-created', { hostId, organizationId: 'o', name: `${hostId}-name`, createdAt: at(0) }),
    fact('agent-enrolled', {
      hostId,
      organizationId: 'o',
      agentId: `${hostId}.a`,
      status: 'active',
      enrolledAt: at(enrolled),
      connectors: [],
    }),
    ...more,
  ],
});
const revoked = (hostId: string) =>
  fact('agent-revoked', { hostId, organizationId: 'o', agentId: `${hostId}.a`, reason: 'by_person' });
const machine = (hostId: string, claimed: number, organizationId = 'o') => ({
  organizationId,
  hostId,
  agentId: `${hostId}.a`,
  claimedAt: at(claimed),
});
const account = (identityId: string, hostId: string, claimed: number, organizationId = 'o') => ({
  ...machine(hostId, claimed, organizationId),
  identityId,
});

/** Identity `i` on host `h` asks; its host was known as the machine at minute 10, by an agent that came at minute 5. */
const ask = (
  streams: Streams,
  machines: readonly ReturnType<typeof machine>[],
  accounts: readonly ReturnType<typeof account>[],
) => {
  const all: Streams = { ...host('h', 5), 'identity-i': [made('i', ['h'], 2)], ...streams };
  const state = grow(identity, identity.initial, (all['identity-i'] ?? []) as never);
  const claims = { machine: machines, account: accounts };
  return sharingOf(viewOf(all), { identityId: 'i', hostId: 'h', state }, claims, TARGET);
};
const OWN = machine('h', 10);
const MINE = account('i', 'h', 10);
const both = (other: string, otherHostId: string, stops: 'own' | 'other' | 'neither') => ({
  own: { otherIdentityId: other, otherIdentityName: `${other}-name`, otherHostId, stopped: stops === 'own' },
  other: {
    identityId: other,
    hostId: otherHostId,
    told: { otherIdentityId: 'i', otherIdentityName: 'i-name', otherHostId: 'h', stopped: stops === 'other' },
  },
});
const sameMachine = (hostId: string, stops: boolean) => ({
  own: { otherHostId: hostId, otherHostName: `${hostId}-name`, stopped: stops },
});
const OTHER = { 'identity-j': [made('j', ['h'], 1)] };

describe('two identities on one host', () => {
  const inOrder = [account('j', 'h', 5), MINE];

  it.each<[string, Streams, readonly ReturnType<typeof account>[], readonly object[]]>([
    ['alone with its account, nothing is shared', {}, [MINE], []],
    ['the later one stops: it asks', OTHER, inOrder, [both('j', 'h', 'own')]],
    ['the later one stops: the other', { 'identity-j': [made('j', ['h'], 3)] }, inOrder, [both('j', 'h', 'other')]],
    ['one of another organization is no word', OTHER, [account('j', 'h', 5, 'p'), MINE], []],
    ['one that left the host is no word', { 'identity-j': [made('j', ['g'], 1)] }, inOrder, []],
    ['one that is deleted is no word', { 'identity-j': [made('j', ['h'], 1), gone('j')] }, inOrder, []],
    ['one that there never was is no word', {}, inOrder, []],
    [
      'one of which another account was found since is no word',
      { 'identity-j': [made('j', ['h'], 1), found('j', 'h', { ...TARGET, name: 'other' })] },
      inOrder,
      [],
    ],
    [
      'one of which the same account was found is',
      { 'identity-j': [made('j', ['h'], 1), found('j', 'h', TARGET)] },
      inOrder,
      [both('j', 'h', 'own')],
    ],
    [
      'the other stands still already and goes on doing so',
      { 'identity-j': [made('j', ['h'], 1), stopped('j', 'h')] },
      inOrder,
      [both('j', 'h', 'other')],
    ],
    [
      'who asks stands still already and goes on doing so',
      { 'identity-j': [made('j', ['h'], 3)], 'identity-i': [made('i', ['h'], 2), stopped('i', 'h')] },
      inOrder,
      [both('j', 'h', 'own')],
    ],
  ])('%s', async (_, streams, accounts, expected) => {
    expect(await ask(streams, [OWN], accounts)).toEqual(expected);
  });

  it.each([{ machine: 'n' }, { port: 5433 }, { name: 'other' }])('differ by %j', async (other) => {
    const elsewhere = { 'identity-j': [made('j', ['h'], 1), found('j', 'h', { ...TARGET, ...other })] };
    expect(await ask(elsewhere, [OWN], inOrder)).toEqual([]);
  });

  it.each([
    ['before', inOrder, 'own'],
    ['after', [MINE, account('j', 'h', 12)], 'other'],
  ] as const)(
    'where one was pointed there since, the one known later stops: the other was known %s',
    async (_, order, stops) => {
      const { hostIds: __, ...settings } = made('j', ['h'], 3).data as { hostIds: unknown };
      const moved = fact('identity-changed', { ...settings, hostIds: ['h'], username: 'root', changedAt: at(8) });
      const first = fact('identity-created', { ...settings, hostIds: ['h'], username: 'former' });
      expect(await ask({ 'identity-j': [first, moved] }, [OWN], order)).toEqual([both('j', 'h', stops)]);
    },
  );
});

describe('two hosts that are one machine', () => {
  const G = { ...host('g', 1), 'identity-j': [made('j', ['g'], 1)] };
  const known = [machine('g', 3), OWN];
  const claims = [account('j', 'g', 3), MINE];

  it.each<
    [string, Streams, readonly ReturnType<typeof machine>[], readonly ReturnType<typeof account>[], readonly object[]]
  >([
    ['the agent that came after it was known stops', G, known, claims, [sameMachine('g', true), both('j', 'g', 'own')]],
    [
      'one that was there before is stopped by no word',
      { ...G, ...host('h', 2) },
      known,
      claims,
      [sameMachine('g', false), both('j', 'g', 'neither')],
    ],
    [
      'the other one stops that came after',
      { ...G, ...host('g', 11) },
      [OWN, machine('g', 12)],
      claims,
      [sameMachine('g', false), both('j', 'g', 'other')],
    ],
    ['identities there of another account are others', G, known, [MINE], [sameMachine('g', true)]],
    ['the word of an agent that is revoked does not count', { ...G, ...host('g', 1, revoked('g')) }, known, claims, []],
    ['nor of the asker’s own', { ...G, ...host('h', 5, revoked('h')) }, known, claims, []],
    [
      'nor of an agent of a host that is gone',
      { ...G, ...host('g', 1, fact('host-deleted', { hostId: 'g', organizationId: 'o' })) },
      known,
      claims,
      [],
    ],
    ['nor of an agent that was never there', G, [{ ...machine('g', 3), agentId: 'g.x' }, OWN], claims, []],
    ['nor anything where the asker’s host said nothing', G, [machine('g', 3)], claims, []],
    [
      'of another organization nothing is told but that it is so',
      G,
      [machine('g', 3, 'p'), OWN],
      [MINE],
      [{ own: { stopped: false } }],
    ],
  ])('%s', async (_, streams, machines, accounts, expected) => {
    expect(await ask(streams, machines, accounts)).toEqual(expected);
  });
});
