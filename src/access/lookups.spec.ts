import { fact } from '../../test/support/streams/ground-of';
import { EARLIER, LATER, NOW, streamsOf, type AVault } from '../../test/support/streams/a-vault';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import { PERMISSIONS } from '../domain/permissions';
import type { View } from '../kernel/stream-reader';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import { agentAuthorizationOf } from './agent-authorization';
import { identity as identityFold } from '../domain/identities/evolve';
import type { IdentityState } from '../domain/identities/state';
import { damagesAt, logLossesAt } from './damages';
import { EXPLAINED_PERMISSIONS } from './explained-permissions';
import { identityTime } from './identity-time';
import { mayKnowValues } from './may-know-values';
import { organizationExists, organizationIsActive } from './organization-exists';
import { tokensOf } from './tokens';
import { userExists } from './user-exists';

const keys = { signingKey: 'sign', sealingKey: 'seal' };
const facts = { hostname: 'web-1', platform: 'linux', agentVersion: '1', connectors: ['linux-local'] };
const enrolled = (unique: string, hostId = 'h') => {
  const agent = { agentId: `${hostId}.${unique}`, hostId, organizationId: 'o', tokenId: 't', enrolledAt: EARLIER };
  return fact('agent-enrolled', { ...agent, ...keys, ...facts, status: 'active' });
};
const hosts: Streams = {
  'host-h': [
    fact('host-created', { hostId: 'h', organizationId: 'o', name: 'web', createdAt: EARLIER }),
    enrolled('a'),
    enrolled('b'),
    fact('agent-revoked', { hostId: 'h', organizationId: 'o', agentId: 'h.b', reason: 'by_person' }),
  ],
  'host-gone': [
    fact('host-created', { hostId: 'gone', organizationId: 'o', name: 'old', createdAt: EARLIER }),
    enrolled('a', 'gone'),
    fact('host-deleted', { hostId: 'gone', organizationId: 'o' }),
  ],
};

test.each<[string, string, object | undefined]>([
  [
    'one at work',
    'h.a',
    { agentId: 'h.a', hostId: 'h', hostName: 'web', organizationId: 'o', status: 'active', ...keys },
  ],
  ['one that was revoked', 'h.b', { agentId: 'h.b', status: 'revoked' }],
  ['one the host never had', 'h.c', undefined],
  ['one of a host that is gone', 'gone.a', undefined],
  ['one of no host', 'x.a', undefined],
])('who an agent is: %s', async (_, agentId, rights) => {
  const found = await agentAuthorizationOf(viewOf(hosts), agentId);
  expect(found === undefined ? undefined : { ...found }).toEqual(rights && expect.objectContaining(rights));
});

test('owners are shown everything damaged and every value nobody names, as they were found', async () => {
  const found = (n: number) => ({ damageId: `d${n}`, stream: 'user-u', revision: n, fault: 'torn', foundAt: NOW });
  const lost = {
    lossId: 'l',
    stream: 'identity-i',
    revision: 3,
    orphanId: 'i',
    vaultId: 'v',
    version: 4,
    foundAt: NOW,
  };
  const view = viewOf({
    damage: [fact('stream-damage-found', found(1)), fact('stream-damage-found', found(2))],
    logLosses: [fact('orphaned-value-found', lost)],
  });
  expect(await damagesAt(view)).toEqual([found(1), found(2)]);
  expect(Object.values((await logLossesAt(view)).orphans)).toEqual([lost]);
  expect([await damagesAt(viewOf({})), (await logLossesAt(viewOf({}))).orphans]).toEqual([[], {}]);
});

test('every permission is explained, in the order of the manual', () => {
  const explained = EXPLAINED_PERMISSIONS.map(({ name, description }) => [name, description]);
  expect(explained).toEqual(Object.entries(PERMISSIONS));
});

const inVault: IdentityState = { ...identityFold.initial, organizationId: 'o', identityGroupId: 'v' };

test.each<[string, AVault, string, boolean]>([
  ['who may look at them', { grants: [{ grantId: 'a', level: 'view_credentials' }] }, 'ann', true],
  ['who may check out', { grants: [{ grantId: 'a' }] }, 'ann', true],
  ['who may look at the vault alone', { grants: [{ grantId: 'a', level: 'view_vault' }] }, 'ann', false],
  ['whose grant ended', { grants: [{ grantId: 'a', expiresAt: NOW }] }, 'ann', false],
  ['whose grant goes on', { grants: [{ grantId: 'a', expiresAt: LATER }] }, 'ann', true],
  ['an owner', { owner: true }, 'ann', true],
  ['an owner who is switched off', { owner: true, switchedOff: true }, 'ann', false],
  ['somebody there is not', { grants: [{ grantId: 'a' }] }, 'bob', false],
])('may know the values of a vault: %s', async (_, fixture, userId, may) => {
  expect(await mayKnowValues(viewOf(streamsOf(fixture)), digest, userId, { identity: inVault, now: NOW })).toBe(may);
});

const guarded = fact('vault-created', {
  identityGroupId: 'v',
  organizationId: 'o',
  name: 'Production',
  approvalPolicy: { required: 0, approvers: { users: [], groups: [] } },
  createdAt: EARLIER,
});
const request = { requestId: 'r', userId: 'ann', policy: { required: 0 }, approvals: [], expiresAt: LATER };

test.each<[string, object, boolean]>([
  ['without a request', {}, false],
  ['with an approved request', { requests: [request] }, true],
  ['with one that is not approved', { requests: [{ ...request, policy: { required: 1 } }] }, false],
  ["with somebody else's", { requests: [{ ...request, userId: 'bob' }] }, false],
  ['with one that was used up', { requests: [{ ...request, until: NOW }] }, false],
  ['in the minutes of one', { requests: [{ ...request, until: LATER }] }, true],
])('where approval is asked for, the grant is not enough: an owner %s', async (_, state, may) => {
  const view = viewOf({ ...streamsOf({ owner: true }), 'vault-v': [guarded] });
  const identity = { ...inVault, ...state } as IdentityState;
  expect(await mayKnowValues(view, digest, 'ann', { identity, now: NOW })).toBe(may);
});

const organizationMade = fact('organization-created', {
  organizationId: 'o',
  name: 'Acme',
  settings: { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false },
  createdAt: EARLIER,
});

test('an organization and a user are there once they were made, whatever became of them', async () => {
  const made = viewOf({ 'organization-o': [organizationMade], ...streamsOf({ switchedOff: true }) });
  const gone = viewOf({ 'organization-o': [organizationMade, fact('organization-deleted', { organizationId: 'o' })] });
  expect([await organizationExists(made, 'o'), await organizationExists(gone, 'o')]).toEqual([true, true]);
  const active = [organizationIsActive(made, 'o'), organizationIsActive(gone, 'o'), organizationIsActive(made, 'p')];
  expect(await Promise.all(active)).toEqual([true, false, false]);
  expect([await organizationExists(made, 'p'), await userExists(made, 'bob')]).toEqual([false, false]);
  expect(await userExists(made, 'ann')).toBe(true);
});

test('the time of an identity’s last fact is not known where nobody can decide on it', async () => {
  const view = (load: View['load']): View => ({ at: '', time: NOW, digest, load });
  const loaded = { stream: '', state: {}, revision: 0, lastFact: 0, facts: 1, time: NOW };
  const failing = (error: Error) =>
    identityTime(
      view(() => Promise.reject(error)),
      'i',
    );
  expect(
    await identityTime(
      view(async () => loaded as never),
      'i',
    ),
  ).toBe(NOW);
  expect(await failing(new StreamUnreadable('identity-i', 3, undefined, 'torn'))).toBeUndefined();
  await expect(failing(new Error('away'))).rejects.toThrow('away');
});

test('of the tokens of a machine those are told that still say something, without what they could be guessed by', async () => {
  const token = (tokenId: string, expiresAt: string) => ({
    tokenId,
    name: tokenId,
    createdAt: EARLIER,
    createdBy: 'ann',
    expiresAt,
  });
  const made = (tokenId: string, expiresAt: string) =>
    fact('token-made', { userId: 'm', hash: `#${tokenId}`, ...token(tokenId, expiresAt) });
  const view = viewOf({ 'user-m': [made('live', LATER), made('over', NOW)] });
  const { tokenId: _, ...told } = token('live', LATER);
  expect(await tokensOf(view, 'm', NOW)).toEqual([{ id: 'live', ...told }]);
});
