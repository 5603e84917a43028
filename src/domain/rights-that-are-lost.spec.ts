import { grow, type Fold } from '../kernel/fold';
import type { DomainEvent } from '../kernel/event';
import { suspendOwner } from './accounts/decide';
import { account } from './accounts/state';
import { idpGroup, idpUser } from './directory/state';
import { enrollAgent } from './hosts/enrollment';
import { host } from './hosts/state';

/** Of a stream that was lost in part nothing is left that gives anybody a right, as what took it back may be among it. */
const NOW = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-02T12:00:00.000Z';
const fact = (noun: string, data: object): DomainEvent => ({ type: `keyledger.${noun}.v1`, data });
const after = <S>(fold: Fold<S>, ...events: readonly DomainEvent[]): S =>
  grow(fold as Fold<S, DomainEvent>, fold.initial, events);

test('an account keeps no owner, admin, role or right by a group, and goes on counting', () => {
  const whole = after(
    account,
    fact('owner-added', { userId: 'ann' }),
    fact('admin-added', { userId: 'bob' }),
    fact('role-created', { roleId: 'r', name: 'R', permissions: [] }),
    fact('idp-group-roles-assigned', { idpGroupId: 'g', roles: [{ roleId: 'r' }] }),
    fact('idp-group-tokens-listed', { idpGroupId: 'g', namedBy: [{ issuer: 'https://id.example.com', name: 'G' }] }),
  );
  const rights = { owners: {}, admins: {}, roles: {}, groupRoles: {}, namedByTokens: {} };
  const left = { ...rights, groupRoleChanges: 1, tokenNameChanges: { g: 1 }, flagChanges: { ann: 1, bob: 1 } };
  expect(account.withoutRights?.(whole)).toEqual(left);
});

test('somebody in the directory is inactive, and a group has nobody in it', () => {
  const made = { idpUserId: 'p', email: 'p@x.org', displayName: 'P', active: true };
  const person = after(idpUser, fact('idp-user-created', made));
  expect(idpUser.withoutRights?.(person)).toEqual({ status: 'inactive', email: 'p@x.org', displayName: 'P' });
  const gone = after(idpUser, fact('idp-user-created', made), fact('idp-user-deleted', { idpUserId: 'p' }));
  expect(idpUser.withoutRights?.(gone)).toEqual(gone);
  const members = fact('idp-group-member-added', { idpGroupId: 'g', idpUserId: 'p' });
  const group = after(idpGroup, fact('idp-group-created', { idpGroupId: 'g', name: 'G' }), members);
  expect(idpGroup.withoutRights?.(group)).toMatchObject({ status: 'active', name: 'G' });
  expect(idpGroup.withoutRights?.(group).members.size).toBe(0);
});

const keys = { signingKey: 'sign', sealingKey: 'seal' };
const facts = { hostname: 'web', platform: 'linux', agentVersion: '1', connectors: [] };
const known = after(
  host,
  fact('host-created', { hostId: 'h', organizationId: 'o', name: 'web', createdAt: NOW }),
  fact('host-join-token-issued', { tokenId: 't', tokenHash: '#t', expiresAt: LATER, issuedBy: 'ann' }),
  fact('agent-enrolled', { agentId: 'h.a', tokenId: 't', ...keys, ...facts, status: 'active', enrolledAt: NOW }),
  fact('agent-enrolled', { agentId: 'h.b', tokenId: 's', ...keys, ...facts, status: 'revoked', enrolledAt: NOW }),
);

test('a host keeps no token, and an agent at work waits for a person', () => {
  const left = host.withoutRights?.(known);
  expect(left?.tokens).toEqual([]);
  expect(left?.agents.map(({ agentId, status }) => [agentId, status])).toEqual([
    ['h.a', 'pending_approval'],
    ['h.b', 'revoked'],
  ]);
});

test.each([
  ['the same keys', {}, true],
  ['another key to sign with', { signingKey: 'x' }, false],
  ['another key to seal to', { sealingKey: 'x' }, false],
])('who comes again with a token that was used is the same agent by %s', (_, other, isSame) => {
  const enrollment = { hostId: 'h', agentId: 'h.c', tokenHash: '#t', now: NOW, ...keys, ...facts, ...other };
  const outcome = enrollAgent(known, enrollment);
  expect(outcome).toEqual(isSame ? [] : expect.objectContaining({ code: 'UNAUTHENTICATED' }));
});

test.each([
  ['is switched off', ['owner-suspended']],
  ['can’t sign in', ['owner-sign-ins-removed']],
  ['is the vendor’s support', ['owner-marked-as-support']],
])('the last owner who may always act stays, as the other one %s', (_, nouns) => {
  const owners = ['ann', 'bob'].map((userId) => fact('owner-added', { userId }));
  const state = after(account, ...owners, ...nouns.map((noun) => fact(noun, { userId: 'bob' })));
  expect(suspendOwner(state, 'ann')).toMatchObject({ code: 'LAST_OWNER' });
  expect(suspendOwner(after(account, ...owners), 'ann')).toHaveLength(1);
});
